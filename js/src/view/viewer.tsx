import { useMemo, useRef, useState } from "preact/hooks";

import { asCells } from "../cells";
import { duration, elapsed, fileSize } from "../format";
import type { Turn } from "../model";
import { copyText } from "../page";
import { Playback } from "../playback";
import type { Store } from "../store";
import type { Words } from "../words";
import { CompareBar, isComparable, startComparison } from "./compare";
import { Controls, onPlayerKey } from "./controls";
import { Downloads } from "./downloads";
import { Filmstrip } from "./filmstrip";
import { CheckIcon, CompareIcon, CopyIcon, DownloadIcon } from "./icons";
import { Screen } from "./screen";
import { Timeline } from "./timeline";
import { takeNumber } from "./turn";

/** The video that is looked at, with everything that can be done with it. */
export function Viewer({ store, words }: { store: Store; words: Words }) {
  const selected = store.selected ?? 0;
  const turn = store.turns[selected];
  const [, changed] = useState({});
  const playback = useMemo(() => new Playback(store.playing, () => changed({})), [store]);
  const player = useRef<HTMLFieldSetElement>(null);
  const [open, setOpen] = useState<"downloads" | null>(null);
  if (!turn?.video) return null;
  playback.fps = store.snapshot.received.footage.get(selected)?.fps ?? playback.fps;
  const isThere = store.videoUrl(selected) !== null;
  return (
    <section class="nemo-viewer" aria-label={words.take(takeNumber(store, selected))}>
      <fieldset
        ref={player}
        class="nemo-player"
        aria-label={words.video}
        onKeyDown={(event) => onPlayerKey(event, playback, player.current)}
      >
        <Screen store={store} playback={playback} index={selected} turn={turn} words={words} />
        {isThere && <Controls playback={playback} player={player} words={words} />}
        {isThere && <Timeline {...{ store, playback, turn, words }} index={selected} />}
      </fieldset>
      <div class="nemo-below">
        <p class="nemo-facts">{facts(turn, words)}</p>
        <div class="nemo-actions">
          {isComparable(store, selected) && (
            <button
              type="button"
              class="nemo-quiet-button"
              aria-pressed={store.snapshot.comparison !== null}
              onClick={() =>
                store.compare(store.snapshot.comparison ? null : startComparison(store, selected))
              }
            >
              <CompareIcon />
              {words.compare}
            </button>
          )}
          <button
            type="button"
            class="nemo-quiet-button"
            aria-expanded={open === "downloads"}
            onClick={() => setOpen(open ? null : "downloads")}
          >
            <DownloadIcon />
            {words.download}
          </button>
          <CopyButton store={store} index={selected} words={words} />
        </div>
      </div>
      {store.snapshot.comparison && <CompareBar store={store} index={selected} words={words} />}
      {open === "downloads" && <Downloads store={store} index={selected} words={words} />}
      <Filmstrip store={store} words={words} />
    </section>
  );
}

function CopyButton({ store, index, words }: { store: Store; index: number; words: Words }) {
  const [copied, setCopied] = useState(-1);
  const copy = async () => {
    if (!(await copyText(asCells(store.turns, index)))) return;
    setCopied(index);
    setTimeout(() => setCopied(-1), 2500);
  };
  const isCopied = copied === index;
  return (
    <button
      type="button"
      class="nemo-quiet-button"
      title={words.copiesCell}
      onClick={() => void copy()}
    >
      {isCopied ? <CheckIcon /> : <CopyIcon />}
      <span aria-live="polite">{isCopied ? words.copied : words.copyCell}</span>
    </button>
  );
}

function facts({ video, stage, elapsed_ms }: Turn, words: Words): string {
  if (!video) return "";
  const known = [
    video.width && video.height ? `${video.width} × ${video.height}` : "",
    video.duration_ms ? duration(video.duration_ms) : "",
    video.bytes ? fileSize(video.bytes) : "",
    stage === "done" && elapsed_ms ? words.doneIn(elapsed(elapsed_ms)) : "",
  ];
  return known.filter(Boolean).join("  ·  ");
}
