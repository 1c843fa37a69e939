import type { Turn } from "../model";
import type { Store } from "../store";
import type { Words } from "../words";
import { WarningIcon } from "./icons";

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
  if (!step || store.snapshot.use !== "chat") return null;
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
