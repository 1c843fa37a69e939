// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";

import type { ToKernel } from "../src/model";
import { PIECE, Uploads } from "../src/uploads";

let sent: { message: ToKernel; size: number }[];
let uploads: Uploads;

beforeEach(() => {
  URL.createObjectURL = () => "blob:photo";
  URL.revokeObjectURL = () => {};
  sent = [];
  uploads = new Uploads(
    (message, buffer) => sent.push({ message, size: buffer?.byteLength ?? 0 }),
    () => {},
  );
});

function add(size: number, name = "harbour.jpg", type = "image/jpeg"): string {
  uploads.add([new File([new Uint8Array(size)], name, { type })]);
  return uploads.photos.at(-1)?.id ?? "";
}

const pieces = () => sent.filter(({ message }) => message.kind === "hand");

test("a photo goes in pieces of a mebibyte, a few ahead of what the kernel has taken", async () => {
  const id = add(6 * PIECE + 5);
  await vi.waitFor(() => expect(pieces()).toHaveLength(4));
  expect(uploads.photos[0]?.progress).toBe(0);
  for (let taken = 1; taken <= 3; taken += 1) {
    uploads.onMessage({ kind: "taken", id, parts: taken });
    await vi.waitFor(() => expect(pieces()).toHaveLength(4 + taken));
  }
  uploads.onMessage({ kind: "taken", id, parts: 4 });
  await Promise.resolve();
  expect(pieces().map(({ size }) => size)).toEqual([...new Array(6).fill(PIECE), 5]);
  expect(pieces().map(({ message }) => "part" in message && message.part)).toEqual([
    0, 1, 2, 3, 4, 5, 6,
  ]);
  expect(uploads.photos[0]?.progress).toBeCloseTo(4 / 7);
  expect(uploads.busy).toBe(true);
  uploads.onMessage({ kind: "ready", id, name: "harbour-2.jpg" });
  expect(uploads.photos[0]).toMatchObject({ state: "ready", progress: 1, name: "harbour-2.jpg" });
  expect(uploads.busy).toBe(false);
});

test("an empty file is handed over, too, for the kernel to refuse in words", async () => {
  const id = add(0);
  await vi.waitFor(() => expect(pieces()).toHaveLength(1));
  uploads.onMessage({ kind: "refused", id, message: "harbour.jpg is empty." });
  expect(uploads.photos[0]).toMatchObject({ state: "refused", message: "harbour.jpg is empty." });
  expect(uploads.take()).toEqual([]);
});

test("what is taken back is sent no further", async () => {
  const id = add(9 * PIECE);
  await vi.waitFor(() => expect(pieces()).toHaveLength(4));
  uploads.remove(id);
  uploads.onMessage({ kind: "taken", id, parts: 1 });
  await Promise.resolve();
  expect(pieces()).toHaveLength(4);
  expect(sent.at(-1)?.message).toEqual({ kind: "forget", id });
  expect(uploads.photos).toEqual([]);
});

test("photos that arrived go with a sentence, and come back where it could not be said", () => {
  const id = add(5);
  uploads.onMessage({ kind: "ready", id, name: "harbour.jpg" });
  add(5, "second.jpg");
  const taken = uploads.take();
  expect(taken.map((photo) => photo.name)).toEqual(["harbour.jpg"]);
  expect(uploads.photos.map((photo) => photo.name)).toEqual(["second.jpg"]);
  uploads.giveBack(taken);
  expect(uploads.photos.map((photo) => photo.name)).toEqual(["harbour.jpg", "second.jpg"]);
});

test("only pictures get a picture", () => {
  add(5, "song.mp3", "audio/mpeg");
  expect(uploads.photos[0]?.url).toBe("");
});

test("a file that cannot be read any more is refused", async () => {
  const gone = new File(["x"], "gone.jpg");
  gone.slice = () => {
    throw new Error("The file could not be read");
  };
  uploads.add([gone]);
  await vi.waitFor(() => expect(uploads.photos[0]?.state).toBe("refused"));
});
