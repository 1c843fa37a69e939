import { expect, test } from "vitest";

import { duration, elapsed, fileSize } from "../src/format";

test.each([
  [999, "999 B"],
  [1000, "1 KB"],
  [999_499, "999 KB"],
  [999_500, "1.0 MB"],
  [2_140_000, "2.1 MB"],
  [9_960_000, "10 MB"],
])("%d bytes are %s", (bytes, text) => {
  expect(fileSize(bytes)).toBe(text);
});

test.each([
  [4000, "4 s"],
  [4460, "4.5 s"],
  [59_949, "59.9 s"],
  [59_960, "1:00"],
  [65_000, "1:05"],
])("a clip of %d ms lasts %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  [0, "0 s"],
  [59_999, "59 s"],
  [65_000, "1:05"],
])("after %d ms it says %s", (ms, text) => {
  expect(elapsed(ms)).toBe(text);
});
