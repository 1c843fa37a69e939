import { beforeEach, expect, test, vi } from "vitest";

import { Playback, type Player, type Playing } from "../src/playback";

class FakePlayer extends EventTarget implements Player {
  currentTime = 0;
  ended = false;
  muted = false;
  paused = true;
  playbackRate = 1;
  readonly duration: number;

  constructor(duration = 4) {
    super();
    this.duration = duration;
  }

  async play(): Promise<void> {
    this.paused = false;
    this.ended = false;
    this.dispatchEvent(new Event("play"));
  }

  pause(): void {
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }

  reach(time: number): void {
    this.currentTime = time;
  }

  end(): void {
    this.currentTime = this.duration;
    this.ended = this.paused = true;
    this.dispatchEvent(new Event("ended"));
  }
}

let frames: FrameRequestCallback[];
const fresh = (): Playing => ({ time: 0, paused: true, muted: true, loop: true, rate: 1 });

beforeEach(() => {
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (call: FrameRequestCallback) => frames.push(call));
  vi.stubGlobal("cancelAnimationFrame", () => {
    frames = [];
  });
});

function nextFrame(): void {
  const due = frames;
  frames = [];
  for (const call of due) call(0);
}

function playing(duration = 4, fps = 24) {
  const playback = new Playback(fresh(), () => {});
  const player = new FakePlayer(duration);
  playback.fps = fps;
  playback.lead(player);
  return { playback, player };
}

test.each([24, 25, 29.97, 30, 60])("every frame at %d a second can be stepped to", (fps) => {
  const { playback, player } = playing(4, fps);
  for (let frame = 0; frame < playback.frames; frame += 1) {
    playback.seekFrame(frame);
    // The middle of the frame, so that rounding never shows the one before.
    expect(player.currentTime * fps - frame).toBeCloseTo(0.5, 6);
    expect(playback.frame).toBe(frame);
  }
});

test("a step past an end stays there", () => {
  const { playback } = playing(1, 24);
  playback.seekFrame(-3);
  expect(playback.frame).toBe(0);
  playback.seekFrame(99);
  expect(playback.frame).toBe(23);
});

test("scrubbing pauses, and time is told with each frame", () => {
  const { playback, player } = playing();
  const told: number[] = [];
  playback.onTime(() => told.push(playback.playing.time));
  playback.play();
  player.reach(0.5);
  nextFrame();
  expect(told.at(-1)).toBe(0.5);
  playback.seekFrame(0);
  expect(player.paused).toBe(true);
  expect(playback.playing.paused).toBe(true);
});

test("it loops, or it stops at its end and begins anew", () => {
  const { playback, player } = playing();
  playback.play();
  player.end();
  expect(player.paused).toBe(false);
  expect(player.currentTime).toBe(0);
  playback.set({ loop: false });
  player.end();
  expect(playback.playing.paused).toBe(true);
  playback.toggle();
  expect(player.currentTime).toBe(0);
  expect(player.paused).toBe(false);
});

test("two videos keep in step, and only one of them sounds", () => {
  const { playback, player } = playing();
  const other = new FakePlayer();
  playback.set({ muted: false, rate: 0.5 });
  playback.follow(other);
  expect([player.muted, other.muted, other.playbackRate]).toEqual([false, true, 0.5]);
  playback.play();
  expect(other.paused).toBe(false);
  player.reach(2);
  other.reach(1.5);
  nextFrame();
  expect(other.currentTime).toBe(2);
  other.reach(2.01);
  nextFrame();
  expect(other.currentTime).toBe(2.01);
  playback.pause();
  expect(other.paused).toBe(true);
  playback.seekFrame(10);
  expect(other.currentTime).toBe(player.currentTime);
});

test("a shorter video waits at its end for the longer one", () => {
  const { playback, player } = playing(4);
  const short = new FakePlayer(1);
  playback.follow(short);
  playback.play();
  player.reach(3);
  short.end();
  nextFrame();
  expect(short.currentTime).toBe(1);
  expect(short.paused).toBe(true);
  player.end();
  expect(short.paused).toBe(false);
  expect(short.currentTime).toBe(0);
});

test("a view that is drawn anew goes on where the last one was", () => {
  const { playback, player } = playing();
  playback.set({ rate: 2 });
  playback.play();
  player.reach(1.5);
  nextFrame();
  playback.lead(null);
  const again = new FakePlayer();
  new Playback(playback.playing, () => {}).lead(again);
  expect([again.currentTime, again.playbackRate, again.paused]).toEqual([1.5, 2, false]);
});
