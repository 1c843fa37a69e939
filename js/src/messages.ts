// What custom messages add to the traits. Pure: one message folds into what was known before.

import type { Container, FromKernel, Turn } from "./model";

export type Pieces =
  | { is: "arriving"; type: string; parts: (DataView | null)[] }
  | { is: "complete"; type: string; parts: DataView[] };
export type Media = Pieces | { is: "absent"; reason: "large" | "gone" };

export type Download =
  | { is: "asked" }
  | { is: "rendering"; progress: number | null }
  | { is: "fetching"; name: string; file: Pieces }
  /** The browser has it. */
  | { is: "saved" }
  /** It lies on the kernel's disk. */
  | { is: "kept"; path: string }
  | { is: "failed"; message: string };

export interface Still {
  type: string;
  bytes: DataView;
}

interface LiveText {
  message: number;
  text: string;
}

type LiveProgress = Pick<Turn, "progress" | "elapsed_ms">;

type PerTurn<Value> = ReadonlyMap<number, Value>;

export interface Received {
  texts: PerTurn<LiveText>;
  progress: PerTurn<LiveProgress>;
  media: PerTurn<Media>;
  posters: PerTurn<Still>;
  photos: PerTurn<Still>;
  footage: PerTurn<{ fps: number; peaks: readonly number[] }>;
  downloads: ReadonlyMap<string, Download>;
  problems: readonly string[];
  /** A delta came that does not join on to what is known: the kernel should say the text again. */
  missedText: boolean;
}

export const nothingReceived: Received = {
  texts: new Map(),
  progress: new Map(),
  media: new Map(),
  posters: new Map(),
  photos: new Map(),
  footage: new Map(),
  downloads: new Map(),
  problems: [],
  missedText: false,
};

export function receive(
  received: Received,
  message: FromKernel,
  buffers: readonly DataView[],
): Received {
  const bytes = buffers[0];
  switch (message.kind) {
    case "text":
      return receiveText(received, message);
    case "progress": {
      const { turn, progress, elapsed_ms } = message;
      return { ...received, progress: with_(received.progress, turn, { progress, elapsed_ms }) };
    }
    case "poster":
    case "photo": {
      if (!bytes) return received;
      const which = message.kind === "poster" ? "posters" : "photos";
      const still = { type: message.media_type, bytes };
      return { ...received, [which]: with_(received[which], message.turn, still) };
    }
    case "footage": {
      const { fps, peaks } = message;
      return { ...received, footage: with_(received.footage, message.turn, { fps, peaks }) };
    }
    case "media": {
      if (!bytes) return received;
      const known = received.media.get(message.turn);
      const before = known?.is === "absent" ? undefined : known;
      const media = receivePiece(before, message, bytes);
      return { ...received, media: with_(received.media, message.turn, media) };
    }
    case "no_media": {
      const absent: Media = { is: "absent", reason: message.reason };
      return { ...received, media: with_(received.media, message.turn, absent) };
    }
    case "file":
    case "exporting":
    case "exported":
    case "not_exported":
      return receiveDownload(received, message, bytes);
    case "problem":
      return { ...received, problems: [...received.problems, message.message] };
    default:
      return received;
  }
}

/** The text under way in a turn: from the trait or from the deltas, whichever has come further. */
export function textUnderWay(received: Received, index: number, turn: Turn): string {
  const live = received.texts.get(index);
  if (live?.message !== turn.messages.length) return turn.text;
  return live.text.length > turn.text.length ? live.text : turn.text;
}

/** The key of a download: one a turn and container. */
export function downloadKey(turn: number, container: Container): string {
  return `${turn}/${container}`;
}

/** Without what came of a turn that was under way and leaves nothing: the next takes its number. */
export function forget(received: Received, turn: number): Received {
  const rest = <Value>(map: PerTurn<Value>) => new Map([...map].filter(([at]) => at !== turn));
  const { texts, progress, posters } = received;
  return { ...received, texts: rest(texts), progress: rest(progress), posters: rest(posters) };
}

/** A download that begins, or is done with. */
export function withDownload(received: Received, key: string, download?: Download): Received {
  const downloads = new Map(received.downloads);
  if (download) downloads.set(key, download);
  else downloads.delete(key);
  return { ...received, downloads };
}

function receiveText(
  received: Received,
  { turn, message, at, delta }: Extract<FromKernel, { kind: "text" }>,
): Received {
  const known = received.texts.get(turn);
  const before = known?.message === message ? known.text : "";
  if (at > before.length) return { ...received, missedText: true };
  const text = { message, text: before.slice(0, at) + delta };
  return { ...received, texts: with_(received.texts, turn, text), missedText: false };
}

function receiveDownload(
  received: Received,
  message: Extract<FromKernel, { container: Container }>,
  bytes: DataView | undefined,
): Received {
  const key = downloadKey(message.turn, message.container);
  switch (message.kind) {
    case "exporting":
      return withDownload(received, key, { is: "rendering", progress: message.progress });
    case "exported":
      return withDownload(received, key, { is: "kept", path: message.path });
    case "not_exported":
      return withDownload(received, key, { is: "failed", message: message.message });
    case "file": {
      if (!bytes) return received;
      const before = received.downloads.get(key);
      const known = before?.is === "fetching" ? before.file : undefined;
      const file = receivePiece(known, message, bytes);
      return withDownload(received, key, { is: "fetching", name: message.name, file });
    }
  }
}

function receivePiece(
  known: Pieces | undefined,
  { part, parts: count, media_type: type }: { part: number; parts: number; media_type: string },
  bytes: DataView,
): Pieces {
  // Asked for and pushed at the same time, a file comes twice; the one that plays stays.
  if (known?.is === "complete") return known;
  const parts = known ? [...known.parts] : new Array<DataView | null>(count).fill(null);
  parts[part] = bytes;
  const whole = parts.filter((part) => part !== null);
  return whole.length === count
    ? { is: "complete", type, parts: whole }
    : { is: "arriving", type, parts };
}

function with_<Value>(map: PerTurn<Value>, key: number, value: Value) {
  return new Map(map).set(key, value);
}
