// What custom messages add to the traits. Pure: one message folds into what was known before.

import type { FromKernel, Turn } from "./model";

export type Media =
  | { is: "arriving"; push: number; type: string; parts: (DataView | null)[] }
  | { is: "complete"; push: number; type: string; parts: DataView[] }
  | { is: "absent"; reason: "large" | "gone" };

interface LiveText {
  message: number;
  text: string;
}

export interface Received {
  texts: ReadonlyMap<number, LiveText>;
  media: ReadonlyMap<number, Media>;
  posters: ReadonlyMap<number, { type: string; bytes: DataView }>;
  problems: readonly string[];
  /** A delta came that does not join on to what is known: the kernel should say the text again. */
  missedText: boolean;
}

export const nothingReceived: Received = {
  texts: new Map(),
  media: new Map(),
  posters: new Map(),
  problems: [],
  missedText: false,
};

export function receive(
  received: Received,
  message: FromKernel,
  buffers: readonly DataView[],
): Received {
  switch (message.kind) {
    case "text":
      return receiveText(received, message);
    case "poster": {
      const bytes = buffers[0];
      if (!bytes) return received;
      const poster = { type: message.media_type, bytes };
      return { ...received, posters: with_(received.posters, message.turn, poster) };
    }
    case "media": {
      const bytes = buffers[0];
      if (!bytes) return received;
      const media = receivePart(received.media.get(message.turn), message, bytes);
      return { ...received, media: with_(received.media, message.turn, media) };
    }
    case "no_media": {
      const absent: Media = { is: "absent", reason: message.reason };
      return { ...received, media: with_(received.media, message.turn, absent) };
    }
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

function receivePart(
  known: Media | undefined,
  { push, part, parts: count, media_type: type }: Extract<FromKernel, { kind: "media" }>,
  bytes: DataView,
): Media {
  const same = known !== undefined && known.is !== "absent" && known.push === push;
  // Asked for and pushed at the same time, a file comes twice; the one that plays stays.
  if (same && known.is === "complete") return known;
  const parts = same ? [...known.parts] : new Array<DataView | null>(count).fill(null);
  parts[part] = bytes;
  const whole = parts.filter((part) => part !== null);
  return whole.length === count
    ? { is: "complete", push, type, parts: whole }
    : { is: "arriving", push, type, parts };
}

function with_<Value>(map: ReadonlyMap<number, Value>, key: number, value: Value) {
  return new Map(map).set(key, value);
}
