import { useEffect, useState } from "preact/hooks";

import { elapsed } from "../format";
import { isOver, type Turn } from "../model";
import type { Snapshot, Store } from "../store";
import type { Words } from "../words";

interface StageProps {
  turn: Turn;
  stopping: Snapshot["stopping"];
  syncedAt: number;
  words: Words;
  store: Store;
}

/** One line that says what is being done, how far it is and for how long; and Stop. */
export function StageLine({ turn, stopping, syncedAt, words, store }: StageProps) {
  const percent = turn.progress === null ? null : Math.round(turn.progress * 100);
  const says = stopping ? words.stopping : label(turn, words);
  return (
    <div class="nemo-stage">
      <div class="nemo-stage-line">
        <span class="nemo-stage-label">{says}</span>
        <span class="nemo-figures">
          {percent !== null && <span>{percent} %</span>}
          <span>{useElapsed(turn.elapsed_ms, syncedAt)}</span>
        </span>
        <button
          type="button"
          class="nemo-stop"
          disabled={stopping !== null}
          onClick={() => void store.stop()}
        >
          {words.stop}
        </button>
      </div>
      <div
        class="nemo-bar"
        role="progressbar"
        aria-label={says}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
        data-unknown={percent === null}
      >
        <div style={{ width: percent === null ? undefined : `${percent}%` }} />
      </div>
      {stopping === "queued" && <p class="nemo-quiet">{words.stopQueued}</p>}
      {stopping === "out of reach" && <p class="nemo-quiet">{words.stopByHand}</p>}
    </div>
  );
}

/** What a turn is doing, in the reader's language where its words are known. */
export function label(turn: Turn, words: Words): string {
  if (isOver(turn) || !turn.label) return words.stages[turn.stage];
  const pattern = words.patterns.find(([looks]) => looks.test(turn.label));
  if (pattern) return turn.label.replace(...pattern);
  return words.labels[turn.label] ?? turn.label;
}

/** Time runs on in the browser between the kernel's updates. */
function useElapsed(syncedMs: number, syncedAt: number): string {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const clock = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(clock);
  }, []);
  return elapsed(syncedMs + Math.max(0, now - syncedAt));
}
