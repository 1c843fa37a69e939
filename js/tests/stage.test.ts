import { expect, test } from "vitest";

import { label } from "../src/view/stage";
import { wordsFor } from "../src/words";
import { turn } from "./fakes";

const shown = (text: string, language: string) =>
  label(turn({ stage: "animating", label: text }), wordsFor(language));

test("a label is said in the reader's language", () => {
  expect(shown("Composing the music", "zh-CN")).toBe("正在谱写音乐");
  expect(shown("Composing the music", "en-GB")).toBe("Composing the music");
});

test("names and numbers in a label are kept", () => {
  expect(shown("Handing over harbour.jpg", "zh")).toBe("正在上传 harbour.jpg");
  expect(shown("Rendering the video, about 20 s left", "zh")).toBe("正在渲染视频，约剩 20 秒");
  expect(shown("Rendering the video, about 4 min left", "zh")).toBe("正在渲染视频，约剩 4 分钟");
  expect(shown("Still working (4 min)", "zh")).toBe("仍在处理（4 分钟）");
  expect(shown("Still working (4 min)", "en")).toBe("Still working (4 min)");
});

test("a label that nobody has translated is shown as it came", () => {
  expect(shown("Polishing", "zh")).toBe("Polishing");
});
