// What the kernel and the browser say to each other. The Python side is nemo_notebook/notebook/widget.py.

import type { Manager } from "./lasting";

export type Stage =
  | "waiting"
  | "uploading"
  | "answering"
  | "animating"
  | "finishing"
  | "exporting"
  | "done"
  | "failed"
  | "stopped";

export const CONTAINERS = ["mp4", "mov", "avi", "webm", "mkv"] as const;
export type Container = (typeof CONTAINERS)[number];

export interface Video {
  name: string;
  media_type: string;
  width: number;
  height: number;
  duration_ms: number;
  bytes: number;
}

export interface Track {
  kind: "video" | "music" | "title" | "other";
  title: string;
  start_ms: number;
  end_ms: number;
  /** 0 to 1, or null where the timeline does not say. */
  volume: number | null;
}

export interface Trouble {
  message: string;
  hint: string;
  /** What a button can do about it: render the video once more, look what became of the turn, say
   * the same again (nothing was sent), or open `link`. */
  next_step: "" | "export" | "look" | "say" | "open";
  link: string;
}

export interface Turn {
  prompt: string;
  photos: string[];
  /** Finished texts, Markdown. */
  messages: string[];
  /** The text that is still being written, as far as it had come when the turn was synced. */
  text: string;
  stage: Stage;
  label: string;
  /** 0 to 1, or null where nobody knows. */
  progress: number | null;
  elapsed_ms: number;
  tracks: string;
  notes: string[];
  error: Trouble | null;
  video: Video | null;
  suggestions: string[];
  timeline: Track[];
  /** Whether the kernel can bring the photo that the video was made from. */
  has_photo: boolean;
  /** The photos as a cell beside the notebook would name them, once the turn has ended. */
  files?: string[];
  /** The conversation does not go on from here any more. */
  undone?: boolean;
  /** Not said in this widget: a cell is at it, or another chat. */
  elsewhere?: boolean;
}

/** What has to be answered before the turn under way goes on. */
export interface Question {
  id: string;
  text: string;
}

export interface Balance {
  costs: boolean;
  available: number | null;
  frozen: number;
}

export interface Traits {
  /** A conversation to go on with, or one turn of one, as a cell shows it. */
  use: "chat" | "turn";
  /** The turns that have ended. */
  turns: Turn[];
  current: Turn | null;
  blocking: boolean;
  backend: string;
  /** What the kernel knows this widget by on its control channel. */
  address: string;
  balance: Balance | null;
  /** Names of files that go with the next sentence; only a chat has them. */
  waiting?: string[];
  question?: Question | null;
}

/** One of `parts` pieces of a file; its bytes are the message's buffer. */
interface Piece {
  part: number;
  parts: number;
  media_type: string;
}

export type FromKernel =
  /** The kernel listens. */
  | { kind: "hello" }
  /** Text that stands at offset `at` (UTF-16 units) of a turn's message number `message`. */
  | { kind: "text"; turn: number; message: number; at: number; delta: string }
  | { kind: "progress"; turn: number; progress: number | null; elapsed_ms: number }
  | { kind: "poster"; turn: number; media_type: string }
  | { kind: "photo"; turn: number; media_type: string }
  /** Frames a second of a turn's video, and how loud it is along its length, 0 to 100. */
  | { kind: "footage"; turn: number; fps: number; peaks: number[] }
  | ({ kind: "media"; turn: number } & Piece)
  | { kind: "no_media"; turn: number; reason: "large" | "gone" }
  | ({ kind: "file"; turn: number; container: Container; name: string } & Piece)
  | { kind: "exporting"; turn: number; container: Container; progress: number | null }
  /** The export lies on the kernel's disk, too large for the page. */
  | { kind: "exported"; turn: number; container: Container; path: string }
  | { kind: "not_exported"; turn: number; container: Container; message: string }
  /** What the kernel has of a photo that the page hands over. */
  | { kind: "taken"; id: string; parts: number }
  | { kind: "ready"; id: string; name: string }
  | { kind: "refused"; id: string; message: string }
  /** A sentence has arrived, or cannot be said now. */
  | { kind: "heard"; id: string }
  | { kind: "unsaid"; id: string; message: string }
  /** The answer to a question was no, or Stop: nothing was sent, and the sentence is given back. */
  | { kind: "unsent"; text: string; photos: { id: string; name: string }[] }
  | { kind: "stopping" }
  | { kind: "problem"; message: string };

export type ToKernel =
  | { kind: "text?" }
  | { kind: "media?"; turn: number }
  | { kind: "poster?"; turn: number }
  | { kind: "photo?"; turn: number }
  | { kind: "export"; turn: number; container: Container }
  | { kind: "hand"; id: string; name: string; size: number; part: number; parts: number }
  | { kind: "forget"; id: string }
  | { kind: "say"; id: string; text: string; photos: string[] }
  | { kind: "answer"; id: string; yes: boolean }
  /** It may be heard on two channels; the second time it is no news. */
  | { kind: "stop"; id: string };

export interface Kernel {
  status: string;
  interrupt(): Promise<void>;
  clientId?: string;
  username?: string;
  sendControlMessage?(message: object): unknown;
}

/** The part of anywidget's model that the widget uses. */
export interface Model {
  get<Name extends keyof Traits>(name: Name): Traits[Name];
  on(event: string, callback: (...args: never[]) => void): void;
  off(event: string, callback: (...args: never[]) => void): void;
  send(message: ToKernel, callbacks?: undefined, buffers?: ArrayBuffer[]): void;
  /** Jupyter's front ends have the kernel here; VS Code and Colab do not. */
  widget_manager?: Manager & { kernel?: Kernel | null };
}

export function isOver(turn: Turn): boolean {
  return turn.stage === "done" || turn.stage === "failed" || turn.stage === "stopped";
}
