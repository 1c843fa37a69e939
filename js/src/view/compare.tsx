import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

import type { Comparison, Store } from "../store";
import type { Words } from "../words";
import { nameOf } from "./screen";

/** Whether there is anything to hold a take against. */
export function isComparable(store: Store, index: number): boolean {
  return candidates(store, index).length > 0;
}

/** The take before, or the photo where it is the first. */
export function startComparison(store: Store, index: number): Comparison | null {
  const [first] = candidates(store, index);
  if (first === undefined) return null;
  return { with: first, how: first === "photo" ? "wipe" : "side" };
}

/** What is compared, and how. */
export function CompareBar({ store, index, words }: { store: Store; index: number; words: Words }) {
  const { comparison } = store.snapshot;
  if (!comparison) return null;
  return (
    <fieldset class="nemo-comparing" aria-label={words.compare}>
      <label>
        {words.compareWith}
        <select
          value={String(comparison.with)}
          onChange={(event) => {
            const value = event.currentTarget.value;
            store.compare({ ...comparison, with: value === "photo" ? value : Number(value) });
          }}
        >
          {candidates(store, index).map((which) => (
            <option key={which} value={String(which)}>
              {nameOf(store, which, words)}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="nemo-choice" aria-label={words.compareHow}>
        {(["side", "wipe"] as const).map((how) => (
          <button
            key={how}
            type="button"
            aria-pressed={comparison.how === how}
            onClick={() => store.compare({ ...comparison, how })}
          >
            {words[how]}
          </button>
        ))}
      </fieldset>
    </fieldset>
  );
}

/** One picture over the other, up to a line that can be moved. */
export function Wipe({
  names,
  words,
  before,
  children,
}: {
  names: readonly [string, string];
  words: Words;
  before: ComponentChildren;
  children: ComponentChildren;
}) {
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} class="nemo-wipe">
      {children}
      <div class="nemo-wipe-before">{before}</div>
      <span class="nemo-wipe-name">{names[0]}</span>
      <span class="nemo-wipe-name">{names[1]}</span>
      <input
        type="range"
        min={0}
        max={100}
        step={1}
        defaultValue="50"
        aria-label={words.wipeBetween(...names)}
        onInput={(event) =>
          place.current?.style.setProperty("--wipe", `${event.currentTarget.value}%`)
        }
      />
      <div class="nemo-wipe-line" aria-hidden="true" />
    </div>
  );
}

/** The other takes, the nearest before first, and the photo. */
function candidates(store: Store, index: number): (number | "photo")[] {
  const takes = store.snapshot.turns.flatMap((turn, at) =>
    turn.video && at !== index ? [at] : [],
  );
  const before = takes.filter((at) => at < index).reverse();
  const after = takes.filter((at) => at > index);
  const photo = store.turns[index]?.has_photo ? (["photo"] as const) : [];
  return [...before, ...after, ...photo];
}
