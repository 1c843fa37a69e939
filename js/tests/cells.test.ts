import { expect, test } from "vitest";

import { asCell, asCells } from "../src/cells";
import type { Track } from "../src/model";
import { turn } from "./fakes";

const track: Track = { kind: "video", title: "", start_ms: 0, end_ms: 1000, volume: null };
const made = (prompt: string, photos: string[] = []) =>
  turn({ prompt, photos, stage: "done", timeline: [track] });

test("a take is copied with the turns that lead to it", () => {
  const turns = [made("zoom in", ["harbour.jpg"]), made("slower"), made("snow")];
  expect(asCells(turns, 1)).toBe("%%nemo harbour.jpg\nzoom in\n\n%%nemo\nslower");
});

test("photos are named as a notebook finds them, and what was taken back is left out", () => {
  const dropped = { ...made("zoom in", ["a.jpg"]), files: ["nemo_media/photos/a.jpg"] };
  const undone = { ...made("slower"), undone: true };
  expect(asCells([dropped, undone, made("snow")], 2)).toBe(
    "%%nemo nemo_media/photos/a.jpg\nzoom in\n\n%%nemo\nsnow",
  );
});

test("turns that came to nothing, and asides, are left out", () => {
  const stopped = turn({ prompt: "60 s", stage: "stopped", timeline: [track] });
  const aside = turn({ prompt: "credits", stage: "done" });
  expect(asCells([made("zoom in"), stopped, aside, made("slower")], 3)).toBe(
    "%%nemo\nzoom in\n\n%%nemo\nslower",
  );
});

test.each([
  ["harbour.jpg", "%%nemo harbour.jpg"],
  ["nemo_media/photos/a-1.png", "%%nemo nemo_media/photos/a-1.png"],
  ["my photo.jpg", '%%nemo "my photo.jpg"'],
  ["海港.jpg", '%%nemo "海港.jpg"'],
  ['a"b.jpg', '%%nemo "a\\"b.jpg"'],
])("a photo called %s is quoted where a shell would want it", (photo, line) => {
  expect(asCell("zoom in", [photo])).toBe(`${line}\nzoom in`);
});
