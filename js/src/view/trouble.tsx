import { useState } from "preact/hooks";

import type { Trouble, Turn } from "../model";
import { copyText } from "../page";
import type { Store } from "../store";
import type { Words } from "../words";
import { CheckIcon, CopyIcon, WarningIcon } from "./icons";

interface TroubleProps {
  index: number;
  turn: Turn;
  store: Store;
  words: Words;
}

/** What went wrong, and the next step as a button. */
export function TroubleCard({ turn, store, words }: TroubleProps) {
  if (!turn.error) return null;
  const { message, hint } = turn.error;
  return (
    <div class="nemo-card">
      <WarningIcon />
      <div>
        <p>{message}</p>
        {hint && <p class="nemo-hint">{hint}</p>}
        <NextStep turn={turn} store={store} words={words} />
      </div>
    </div>
  );
}

function NextStep({ turn, store, words }: Omit<TroubleProps, "index">) {
  const { next_step: step = "", link = "" } = turn.error ?? {};
  if (step === "open") {
    if (!/^https?:\/\//.test(link)) return null;
    return (
      <a class="nemo-button" href={link} target="_blank" rel="noopener noreferrer">
        {words.nextSteps.open}
      </a>
    );
  }
  if (!step) return null;
  if (store.snapshot.use === "turn") return <CopiedStep step={step} />;
  const says = step === "export" ? words.exportSentence : turn.prompt;
  return (
    <button
      type="button"
      class="nemo-button"
      disabled={store.snapshot.current !== null || store.snapshot.saying !== null}
      onClick={() => store.say(says)}
    >
      {words.nextSteps[step]}
    </button>
  );
}

/** A cell's view says nothing by itself: running the cell again does, or the line for an export. */
function CopiedStep({ step }: { step: Trouble["next_step"] }) {
  const [isCopied, setCopied] = useState(false);
  if (step !== "export") return null;
  const copy = async () => setCopied(await copyText(EXPORT));
  return (
    <button type="button" class="nemo-button" onClick={() => void copy()}>
      {isCopied ? <CheckIcon /> : <CopyIcon />}
      {EXPORT}
    </button>
  );
}

const EXPORT = "%nemo export mp4";
