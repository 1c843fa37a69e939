import { useEffect, useRef, useState } from "preact/hooks";

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

/** After so long without news, it is said that work goes on. */
const LONG_MS = 20_000;

/** One line that says what is being done, how far it is and for how long; and Stop. */
export function StageLine({ turn, stopping, syncedAt, words, store }: StageProps) {
  const percent = turn.progress === null ? null : Math.round(turn.progress * 100);
  const says = stopping ? words.stopping : label(turn, words);
  const now = useClock();
  const news = `${says} ${percent}`;
  const isLong = now - useWhenChanged(news, now) > LONG_MS;
  return (
    <div class="nemo-stage">
      <div class="nemo-stage-line">
        <span class="nemo-stage-label">{says}</span>
        <span class="nemo-figures">
          {percent !== null && <span>{percent} %</span>}
          <span>{elapsed(turn.elapsed_ms + Math.max(0, now - syncedAt))}</span>
        </span>
        {store.snapshot.use === "turn" && (
          <StopButton stopping={stopping} words={words} store={store} />
        )}
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
      {isLong && !stopping && <p class="nemo-quiet">{words.stillWorking}</p>}
      {stopping === "queued" && <p class="nemo-quiet">{words.stopQueued}</p>}
      {stopping === "out of reach" && <p class="nemo-quiet">{words.stopByHand}</p>}
    </div>
  );
}

export function StopButton({ stopping, words, store }: Omit<StageProps, "turn" | "syncedAt">) {
  return (
    <button
      type="button"
      class="nemo-stop"
      disabled={stopping !== null}
      onClick={() => void store.stop()}
    >
      {words.stop}
    </button>
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
function useClock(): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const clock = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(clock);
  }, []);
  return now;
}

function useWhenChanged(value: string, now: number): number {
  const known = useRef({ value, when: now });
  if (known.current.value !== value) known.current = { value, when: now };
  return known.current.when;
}
