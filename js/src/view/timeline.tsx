import { useEffect, useRef } from "preact/hooks";

import { clock } from "../format";
import type { Track, Turn } from "../model";
import type { Playback } from "../playback";
import type { Store } from "../store";
import type { Words } from "../words";

interface TimelineProps {
  store: Store;
  playback: Playback;
  index: number;
  turn: Turn;
  words: Words;
}

/** A slider that stops at every frame; below it the tracks to scale, under one playhead. */
export function Timeline({ store, playback, index, turn, words }: TimelineProps) {
  const place = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const show = () => {
      const { frame, frames, playing, duration } = playback;
      place.current?.style.setProperty("--at", String(duration ? playing.time / duration : 0));
      const input = slider.current;
      if (!input) return;
      input.max = String(frames - 1);
      input.value = String(frame);
      input.setAttribute(
        "aria-valuetext",
        `${clock(playing.time)}, ${words.frameOf(frame + 1, frames)}`,
      );
    };
    show();
    return playback.onTime(show);
  }, [playback, words]);
  const length = lengthOf(turn);
  const peaks = store.snapshot.received.footage.get(index)?.peaks ?? [];
  return (
    <div ref={place} class="nemo-timeline">
      <input
        ref={slider}
        type="range"
        class="nemo-scrubber"
        min={0}
        step={1}
        aria-label={words.position}
        onInput={(event) => playback.seekFrame(Number(event.currentTarget.value))}
      />
      {turn.timeline.length > 0 && (
        <ul class="nemo-tracks" aria-label={words.timeline}>
          {turn.timeline.map((track, number) => (
            <TrackBar key={number} {...{ track, length, words }} peaks={peaks} />
          ))}
        </ul>
      )}
      <div class="nemo-playhead" aria-hidden="true" />
    </div>
  );
}

function TrackBar({
  track,
  length,
  peaks,
  words,
}: {
  track: Track;
  length: number;
  peaks: readonly number[];
  words: Words;
}) {
  const { kind, title, start_ms: start, end_ms: end } = track;
  const volume = track.volume === null ? "" : ` ${Math.round(track.volume * 100)} %`;
  const says = `${words.tracks[kind]}: ${title}${volume}, ${span(start, end)}`;
  const style = {
    marginLeft: `${(100 * start) / length}%`,
    width: `${(100 * Math.max(0, Math.min(end, length) - start)) / length}%`,
  };
  return (
    <li>
      <div class="nemo-track" data-kind={kind} style={style} title={says}>
        {kind === "music" && peaks.length > 0 && <Waveform peaks={peaks} />}
        <span aria-hidden="true">{title || words.tracks[kind]}</span>
        <span class="nemo-unseen">{says}</span>
      </div>
    </li>
  );
}

/** Loudness as one shape, mirrored at the middle line. */
function Waveform({ peaks }: { peaks: readonly number[] }) {
  const top = peaks.map((peak, at) => `${at},${50 - peak / 2}`);
  const bottom = peaks.map((peak, at) => `${at},${50 + peak / 2}`).reverse();
  return (
    <svg
      class="nemo-waveform"
      viewBox={`0 0 ${peaks.length - 1} 100`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polygon points={[...top, ...bottom].join(" ")} />
    </svg>
  );
}

function lengthOf(turn: Turn): number {
  const ends = turn.timeline.map((track) => track.end_ms);
  return Math.max(1, turn.video?.duration_ms ?? 0, ...ends);
}

function span(start: number, end: number): string {
  return `${clock(start / 1000)} – ${clock(end / 1000)}`;
}
