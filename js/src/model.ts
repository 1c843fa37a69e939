// What the kernel and the browser say to each other. The Python side is nemo_notebook/notebook/widget.py.

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

export interface Video {
  name: string;
  media_type: string;
  width: number;
  height: number;
  duration_ms: number;
  bytes: number;
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
  error: { message: string; hint: string } | null;
  video: Video | null;
}

export interface Traits {
  turns: Turn[];
  live: boolean;
  blocking: boolean;
  backend: string;
}

export type FromKernel =
  /** Text that stands at offset `at` (UTF-16 units) of a turn's message number `message`. */
  | { kind: "text"; turn: number; message: number; at: number; delta: string }
  | { kind: "poster"; turn: number; media_type: string }
  /** One of `parts` pieces of a file; its bytes are the message's buffer. */
  | {
      kind: "media";
      turn: number;
      push: number;
      part: number;
      parts: number;
      media_type: string;
    }
  | { kind: "no_media"; turn: number; reason: "large" | "gone" }
  | { kind: "stopping" }
  | { kind: "problem"; message: string };

export type ToKernel = { kind: "text?" } | { kind: "media?"; turn: number } | { kind: "stop" };

export interface Kernel {
  status: string;
  interrupt(): Promise<void>;
}

/** The part of anywidget's model that the widget uses. */
export interface Model {
  get<Name extends keyof Traits>(name: Name): Traits[Name];
  on(event: string, callback: (...args: never[]) => void): void;
  off(event: string, callback: (...args: never[]) => void): void;
  send(message: ToKernel): void;
  /** Jupyter's front ends have the kernel here; VS Code and Colab do not. */
  widget_manager?: { kernel?: Kernel | null };
}

export function isOver(turn: Turn): boolean {
  return turn.stage === "done" || turn.stage === "failed" || turn.stage === "stopped";
}
