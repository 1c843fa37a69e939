import { useEffect, useRef } from "preact/hooks";

import { clock } from "../format";
import { type Playback, RATES } from "../playback";
import type { Words } from "../words";
import {
  BackIcon,
  ForthIcon,
  FullScreenIcon,
  LoopIcon,
  LoudIcon,
  MutedIcon,
  PauseIcon,
  PlayIcon,
} from "./icons";

interface ControlsProps {
  playback: Playback;
  player: { current: HTMLElement | null };
  words: Words;
}

/** Play, a frame back and forth, where one is; loop, sound, speed and full screen. */
export function Controls({ playback, player, words }: ControlsProps) {
  const { paused, loop, muted, rate } = playback.playing;
  const step = (frames: number) => playback.seekFrame(playback.frame + frames);
  return (
    <fieldset class="nemo-controls" aria-label={words.controls}>
      <Tool label={paused ? words.play : words.pause} onClick={() => playback.toggle()}>
        {paused ? <PlayIcon /> : <PauseIcon />}
      </Tool>
      <Tool label={words.frameBack} onClick={() => step(-1)}>
        <BackIcon />
      </Tool>
      <Tool label={words.frameForth} onClick={() => step(1)}>
        <ForthIcon />
      </Tool>
      <Time playback={playback} words={words} />
      <span class="nemo-spring" />
      <Tool
        label={words.loop}
        look="nemo-loop"
        isOn={loop}
        onClick={() => playback.set({ loop: !loop })}
      >
        <LoopIcon />
      </Tool>
      <Tool label={words.mute} isOn={muted} onClick={() => playback.set({ muted: !muted })}>
        {muted ? <MutedIcon /> : <LoudIcon />}
      </Tool>
      <select
        class="nemo-rate"
        aria-label={words.speed}
        title={words.speed}
        value={String(rate)}
        onChange={(event) => playback.set({ rate: Number(event.currentTarget.value) })}
      >
        {RATES.map((rate) => (
          <option key={rate} value={String(rate)}>{`${rate}×`}</option>
        ))}
      </select>
      <Tool label={words.fullScreen} onClick={() => toggleFullScreen(player.current)}>
        <FullScreenIcon />
      </Tool>
    </fieldset>
  );
}

/** The keys that video players share, wherever the focus is in the player. */
export function onPlayerKey(
  event: KeyboardEvent,
  playback: Playback,
  player: HTMLElement | null,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const on = event.target as HTMLElement;
  // Space presses the button that has the focus, arrows move the wipe or choose from a list.
  const isPressed = event.key === " " && on.localName === "button";
  if (isPressed || on.localName === "select") return;
  const isMoved = on.localName === "input" && !on.matches(".nemo-scrubber");
  const act = KEYS[event.key];
  if (!act || isMoved) return;
  event.preventDefault();
  act(playback, player);
}

const KEYS: Record<string, (playback: Playback, player: HTMLElement | null) => void> = {
  " ": (playback) => playback.toggle(),
  k: (playback) => playback.toggle(),
  ArrowLeft: (playback) => playback.seekFrame(playback.frame - 1),
  ArrowRight: (playback) => playback.seekFrame(playback.frame + 1),
  ",": (playback) => playback.seekFrame(playback.frame - 1),
  ".": (playback) => playback.seekFrame(playback.frame + 1),
  Home: (playback) => playback.seekFrame(0),
  End: (playback) => playback.seekFrame(playback.frames - 1),
  l: (playback) => playback.set({ loop: !playback.playing.loop }),
  m: (playback) => playback.set({ muted: !playback.playing.muted }),
  f: (_, player) => toggleFullScreen(player),
};

function Time({ playback, words }: Pick<ControlsProps, "playback" | "words">) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = () => {
      const { frame, frames, duration, playing } = playback;
      const [at, of] = place.current?.children ?? [];
      if (!place.current || !at || !of) return;
      at.textContent = clock(playing.time);
      of.textContent = ` / ${clock(duration)}`;
      place.current.title = words.frameOf(frame + 1, frames);
    };
    show();
    return playback.onTime(show);
  }, [playback, words]);
  return (
    <span ref={place} class="nemo-time">
      <span />
      <span />
    </span>
  );
}

function Tool({
  label,
  look = "",
  isOn,
  onClick,
  children,
}: {
  label: string;
  look?: string;
  isOn?: boolean;
  onClick: () => void;
  children: preact.ComponentChildren;
}) {
  return (
    <button
      type="button"
      class={`nemo-tool ${look}`}
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

function toggleFullScreen(player: HTMLElement | null): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void player?.requestFullscreen?.().catch(() => undefined);
}
