import { useEffect, useState } from "preact/hooks";

import { textUnderWay } from "../messages";
import { isOver, type Turn } from "../model";
import type { Snapshot, Store } from "../store";
import type { Words } from "../words";
import { label } from "./stage";
import { TurnView } from "./turn";

/** The whole widget: every turn, and below them who answers. */
export function Conversation({ store, words }: { store: Store; words: Words }) {
  const { turns, live, backend, stopping, received, syncedAt } = useSnapshot(store);
  const last = turns.length - 1;
  return (
    <section class="nemo" aria-label={words.conversation} lang={words.language}>
      {turns.map((turn, index) => (
        <TurnView
          key={index}
          index={index}
          turn={turn}
          text={textUnderWay(received, index, turn)}
          live={live && index === last && !isOver(turn)}
          stopping={stopping}
          syncedAt={syncedAt}
          store={store}
          words={words}
        />
      ))}
      {received.problems.map((problem) => (
        <p key={problem} class="nemo-card" role="alert">
          {problem}
        </p>
      ))}
      <p class="nemo-unseen" role="status" aria-live="polite">
        {announcement(turns[last], words)}
      </p>
      {backend && (
        <footer class="nemo-backend" data-live={live}>
          {backend}
        </footer>
      )}
    </section>
  );
}

/** Said once for each stage, not for every per cent. */
function announcement(turn: Turn | undefined, words: Words): string {
  if (!turn) return "";
  return turn.error ? turn.error.message : label(turn, words);
}

function useSnapshot(store: Store): Snapshot {
  const [snapshot, setSnapshot] = useState(store.snapshot);
  useEffect(() => {
    setSnapshot(store.snapshot);
    return store.subscribe(() => setSnapshot(store.snapshot));
  }, [store]);
  return snapshot;
}
