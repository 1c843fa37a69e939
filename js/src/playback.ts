// One or two videos played as one: the second follows the first, frame for frame.

export interface Playing {
  time: number;
  paused: boolean;
  muted: boolean;
  loop: boolean;
  rate: number;
}

/** The part of a `<video>` that is used. */
export type Player = Pick<
  HTMLVideoElement,
  | "currentTime"
  | "duration"
  | "ended"
  | "muted"
  | "paused"
  | "pause"
  | "play"
  | "playbackRate"
  | "addEventListener"
  | "removeEventListener"
>;

export const RATES = [0.25, 0.5, 1, 1.5, 2] as const;
const DEFAULT_FPS = 30;

/**
 * Plays. Time is told apart from everything else, since it goes on with every frame: who shows it
 * writes it into the page directly.
 */
export class Playback {
  /** Remembered from one view to the next. */
  readonly playing: Playing;
  fps = DEFAULT_FPS;
  readonly #changed: () => void;
  readonly #onTime = new Set<() => void>();
  #leader: Player | null = null;
  #follower: Player | null = null;
  #tick = 0;

  constructor(playing: Playing, changed: () => void) {
    this.playing = playing;
    this.#changed = changed;
  }

  /** Takes up a video where the one before it was. */
  lead(player: Player | null): void {
    for (const event of ["play", "pause", "ended", "seeked", "loadedmetadata"] as const) {
      this.#leader?.removeEventListener(event, this.#onEvent);
      player?.addEventListener(event, this.#onEvent);
    }
    this.#leader = player;
    cancelAnimationFrame(this.#tick);
    if (!player) return;
    this.#take(player);
    if (!this.playing.paused) start(player);
  }

  /** Has a second video, silent, go along with the first. */
  follow(player: Player | null): void {
    this.#follower = player;
    if (!player) return;
    this.#take(player);
    player.muted = true;
    if (!this.playing.paused) start(player);
  }

  onTime(listener: () => void): () => void {
    this.#onTime.add(listener);
    return () => this.#onTime.delete(listener);
  }

  /** Seconds; 0 while unknown. */
  get duration(): number {
    const duration = this.#leader?.duration ?? 0;
    return Number.isFinite(duration) ? duration : 0;
  }

  get frames(): number {
    return Math.max(1, Math.round(this.duration * this.fps));
  }

  get frame(): number {
    return Math.min(this.frames - 1, Math.floor(this.playing.time * this.fps + 1e-3));
  }

  toggle(): void {
    if (this.playing.paused) this.play();
    else this.pause();
  }

  play(): void {
    if (!this.#leader) return;
    if (this.#leader.ended) this.seek(0);
    this.playing.paused = false;
    start(this.#leader);
    if (this.#follower) start(this.#follower);
  }

  pause(): void {
    this.#leader?.pause();
    this.#follower?.pause();
    this.playing.paused = true;
    this.#changed();
  }

  /** Shows a frame: its middle is sought, so that rounding never lands on the one before. */
  seekFrame(frame: number): void {
    if (!this.playing.paused) this.pause();
    const last = this.frames - 1;
    this.seek((Math.min(last, Math.max(0, frame)) + 0.5) / this.fps);
  }

  seek(time: number): void {
    this.playing.time = time;
    if (this.#leader) this.#leader.currentTime = time;
    if (this.#follower) this.#follower.currentTime = withinLength(time, this.#follower);
    this.#tellTime();
  }

  set(change: Partial<Pick<Playing, "muted" | "loop" | "rate">>): void {
    Object.assign(this.playing, change);
    for (const player of [this.#leader, this.#follower]) {
      if (player) player.playbackRate = this.playing.rate;
    }
    if (this.#leader) this.#leader.muted = this.playing.muted;
    this.#changed();
  }

  #take(player: Player): void {
    player.muted = this.playing.muted;
    player.playbackRate = this.playing.rate;
    player.currentTime = this.playing.time;
  }

  readonly #onEvent = (event: Event): void => {
    const leader = this.#leader;
    if (!leader) return;
    if (event.type === "ended" && this.playing.loop) {
      this.seek(0);
      start(leader);
      if (this.#follower) start(this.#follower);
      return;
    }
    this.playing.paused = leader.paused;
    cancelAnimationFrame(this.#tick);
    if (leader.paused) this.#follower?.pause();
    else this.#tick = requestAnimationFrame(this.#onFrame);
    this.#keepTime(leader);
    this.#changed();
  };

  readonly #onFrame = (): void => {
    const leader = this.#leader;
    if (!leader) return;
    this.#keepTime(leader);
    this.#keepStep(leader);
    this.#tick = requestAnimationFrame(this.#onFrame);
  };

  #keepTime(leader: Player): void {
    this.playing.time = leader.currentTime;
    this.#tellTime();
  }

  #keepStep(leader: Player): void {
    const follower = this.#follower;
    if (!follower) return;
    const due = withinLength(leader.currentTime, follower);
    // Seeking takes a moment itself: less than two frames apart is in step.
    if (Math.abs(follower.currentTime - due) > 2 / this.fps) follower.currentTime = due;
    if (follower.paused && due < follower.duration) start(follower);
  }

  #tellTime(): void {
    for (const listener of this.#onTime) listener();
  }
}

function start(player: Player): void {
  // A page that was never clicked may not play sound; the button is there for that.
  player.play().catch(() => undefined);
}

function withinLength(time: number, player: Player): number {
  return Number.isFinite(player.duration) ? Math.min(time, player.duration) : time;
}
