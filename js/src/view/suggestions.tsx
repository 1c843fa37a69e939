import { useState } from "preact/hooks";

import { asCell } from "../cells";
import type { Turn } from "../model";
import { copyText } from "../page";
import type { Store } from "../store";
import type { Words } from "../words";
import { CheckIcon } from "./icons";

/** What could be said next: said at once in a chat, elsewhere copied as a cell. */
export function Suggestions({ store, turn, words }: { store: Store; turn: Turn; words: Words }) {
  const { use, saying, photos } = store.snapshot;
  const [copied, setCopied] = useState("");
  if (turn.suggestions.length === 0 || saying || photos.length > 0) return null;
  const choose = async (text: string) => {
    if (use === "chat") store.say(text);
    else if (await copyText(asCell(text))) setCopied(text);
  };
  return (
    <div class="nemo-suggestions">
      <ul aria-label={words.suggestions}>
        {turn.suggestions.map((text) => (
          <li key={text}>
            <button
              type="button"
              class="nemo-chip"
              title={use === "turn" ? words.copiesCell : undefined}
              onClick={() => void choose(text)}
            >
              {copied === text && <CheckIcon />}
              {text}
            </button>
          </li>
        ))}
      </ul>
      <span class="nemo-quiet" role="status">
        {copied && words.cellCopied}
      </span>
    </div>
  );
}
