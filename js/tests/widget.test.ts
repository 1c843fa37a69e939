import { afterEach, beforeEach, expect, test, vi } from "vitest";

import widget from "../src/widget";
import { bytes, FakeModel, turn } from "./fakes";

const video = {
  name: "harbour.mp4",
  media_type: "video/mp4",
  width: 1280,
  height: 720,
  duration_ms: 4500,
  bytes: 2_100_000,
};

let made: string[];
let revoked: string[];

beforeEach(() => {
  vi.useFakeTimers();
  made = [];
  revoked = [];
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  HTMLMediaElement.prototype.play = async () => {};
  HTMLMediaElement.prototype.pause = () => {};
  URL.createObjectURL = () => {
    made.push(`blob:${made.length}`);
    return `blob:${made.length - 1}`;
  };
  URL.revokeObjectURL = (url) => void revoked.push(url);
});

afterEach(async () => {
  // Preact's pending effects would be lost with the clock, and with them all later ones.
  await settle();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function open(model: FakeModel) {
  const { initialize, render } = widget();
  const close = initialize({ model });
  const el = document.createElement("div");
  document.body.append(el);
  const leave = render({ model, el });
  return { el, render, close, leave };
}

/** Preact draws and runs effects a moment after the state changes. */
async function settle() {
  await vi.advanceTimersByTimeAsync(200);
}

test("text streams into the answer", async () => {
  const model = new FakeModel({ current: turn() });
  const { el } = open(model);
  await settle();
  model.push({ kind: "text", turn: 0, message: 0, at: 0, delta: "I will **slowly**" });
  model.push({ kind: "text", turn: 0, message: 0, at: 17, delta: " zoom" });
  await settle();
  expect(el.querySelector(".nemo-answer")?.textContent).toBe("I will slowly zoom");
});

test("a very long paragraph is drawn plain while it grows, and as Markdown when it is whole", async () => {
  const model = new FakeModel({ current: turn() });
  const { el } = open(model);
  const long = `**bold** ${"word ".repeat(2000)}`;
  model.push({ kind: "text", turn: 0, message: 0, at: 0, delta: long });
  await settle();
  expect(el.querySelector(".nemo-answer strong")).toBeNull();
  expect(el.querySelector(".nemo-answer")?.textContent).toContain("**bold** word");
  model.sync({ current: turn({ messages: [long] }) });
  await settle();
  expect(el.querySelector(".nemo-answer strong")?.textContent).toBe("bold");
});

test("a page that opens during a turn asks for the text that it missed", () => {
  const model = new FakeModel({ current: turn() });
  open(model);
  expect(model.sent).toContainEqual({ kind: "text?" });
});

test("a gap in the text is asked for once", async () => {
  const model = new FakeModel({ current: turn() });
  open(model);
  model.sent.length = 0;
  model.push({ kind: "text", turn: 0, message: 0, at: 40, delta: "a" });
  model.push({ kind: "text", turn: 0, message: 0, at: 41, delta: "b" });
  expect(model.sent).toEqual([{ kind: "text?" }]);
});

test("progress, time and what is being done are shown, and time runs on", async () => {
  const now = turn({ stage: "animating", label: "Animating the photo", progress: 0.42 });
  const model = new FakeModel({ current: { ...now, elapsed_ms: 12_000 } });
  const { el } = open(model);
  await settle();
  expect(el.querySelector(".nemo-stage")?.textContent).toBe("Animating the photo42 %12 sStop");
  await vi.advanceTimersByTimeAsync(3000);
  expect(el.querySelector(".nemo-stage")?.textContent).toContain("15 s");
  expect(el.querySelector("[role=progressbar]")?.getAttribute("aria-valuenow")).toBe("42");
});

test("the first picture is shown while its clip is made, and not after a failure", async () => {
  vi.stubGlobal("URL", { createObjectURL: () => "blob:first", revokeObjectURL: () => {} });
  const now = turn({ stage: "animating", label: "Animating the photo" });
  const model = new FakeModel({ current: now });
  const { el } = open(model);
  await settle();
  expect(el.querySelector(".nemo-preview")).toBeNull();
  const jpeg = new DataView(new ArrayBuffer(4));
  model.push({ kind: "poster", turn: 0, media_type: "image/jpeg" }, jpeg);
  await settle();
  expect(el.querySelector(".nemo-preview")?.getAttribute("src")).toBe("blob:first");
  model.sync({ current: null, turns: [turn({ stage: "failed" })] });
  await settle();
  expect(el.querySelector(".nemo-preview")).toBeNull();
});

test("the live region speaks of stages, not of per cents", async () => {
  const now = turn({ stage: "animating", label: "Animating the photo", progress: 0.42 });
  const model = new FakeModel({ current: now });
  const { el } = open(model);
  await settle();
  const before = el.querySelector("[role=status]")?.textContent;
  model.push({ kind: "progress", turn: 0, progress: 0.43, elapsed_ms: 1000 });
  await settle();
  expect(el.querySelector("[role=status]")?.textContent).toBe(before);
  expect(before).toBe("Animating the photo");
});

test("a Chinese browser reads Chinese", async () => {
  vi.stubGlobal("navigator", { language: "zh-CN" });
  const now = turn({ stage: "animating", label: "Animating the photo" });
  const { el } = open(new FakeModel({ current: now }));
  await settle();
  expect(el.querySelector(".nemo-stage")?.textContent).toContain("正在让照片动起来");
  expect(el.querySelector("button")?.textContent).toBe("停止");
});

test("names, prompts and errors are text, whatever stands in them", async () => {
  const evil = "<img src=x onerror=alert(1)>";
  const said = turn({
    prompt: evil,
    photos: [evil],
    stage: "failed",
    error: { message: evil, hint: evil, next_step: "open", link: evil },
    tracks: evil,
    notes: [evil],
    video: { ...video, name: evil },
  });
  const { el } = open(new FakeModel({ turns: [said], backend: evil }));
  await settle();
  expect(el.querySelector("img")).toBeNull();
  expect(el.textContent?.split(evil).length).toBeGreaterThan(6);
});

test("a video pushed in parts plays from memory, for every view of it", async () => {
  const done = turn({ stage: "done", video });
  const model = new FakeModel({ current: turn() });
  const { el, render } = open(model);
  model.sync({ turns: [done], current: null });
  const part = { kind: "media", turn: 0, parts: 2, media_type: "video/mp4" } as const;
  model.push({ ...part, part: 0 }, bytes("a"));
  model.push({ ...part, part: 1 }, bytes("b"));
  await vi.advanceTimersByTimeAsync(2000);
  expect(el.querySelector("video")?.getAttribute("src")).toBe("blob:0");
  expect(model.sent).not.toContainEqual({ kind: "media?", turn: 0 });

  const second = document.createElement("div");
  render({ model, el: second });
  await settle();
  expect(second.querySelector("video")?.getAttribute("src")).toBe("blob:0");
  expect(made).toHaveLength(1);
});

test("a page opened after the turn asks for its video, and shows the still meanwhile", async () => {
  const model = new FakeModel({ turns: [turn({ stage: "done", video })] });
  const { el } = open(model);
  await settle();
  expect(model.sent).toContainEqual({ kind: "media?", turn: 0 });
  model.push({ kind: "poster", turn: 0, media_type: "image/jpeg" }, bytes("jpeg"));
  await settle();
  expect(el.querySelector(".nemo-still img")?.getAttribute("src")).toBe("blob:0");
});

test.each(["large", "gone"] as const)("a video that is %s is named", async (reason) => {
  const model = new FakeModel({ turns: [turn({ stage: "done", video })] });
  const { el } = open(model);
  model.push({ kind: "no_media", turn: 0, reason });
  await settle();
  expect(el.querySelector("video")).toBeNull();
  expect(el.querySelector(".nemo-still")?.textContent).toContain("harbour.mp4");
});

test("who asked for less motion starts the video by hand", async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  const model = new FakeModel({ turns: [turn({ stage: "done", video })] });
  const { el } = open(model);
  model.push({ kind: "media", turn: 0, part: 0, parts: 1, media_type: "video/mp4" }, bytes("a"));
  await settle();
  expect(el.querySelector("video")?.autoplay).toBe(false);
});

test("Stop is pressed once, and is there again for the next turn", async () => {
  const model = new FakeModel({ current: turn() });
  const { el } = open(model);
  await settle();
  el.querySelector("button")?.click();
  await settle();
  el.querySelector("button")?.click();
  expect(model.sent.filter(({ kind }) => kind === "stop")).toHaveLength(1);
  expect(el.querySelector(".nemo-stage-label")?.textContent).toBe("Stopping…");
  model.push({ kind: "stopping" });
  model.sync({ turns: [turn({ stage: "stopped", elapsed_ms: 8000 })], current: null });
  await settle();
  expect(el.textContent).toContain("Stopped after 8 s");
  model.sync({ current: turn() });
  await settle();
  expect(el.querySelector("button")?.disabled).toBe(false);
});

test("what went wrong in the kernel is said", async () => {
  const model = new FakeModel({ current: turn() });
  const { el } = open(model);
  model.push({ kind: "problem", message: "ValueError: no such turn" });
  await settle();
  expect(el.querySelector("[role=alert]")?.textContent).toBe("ValueError: no such turn");
});

test("a widget that is closed leaves nothing behind", async () => {
  const model = new FakeModel({ turns: [turn({ stage: "done", video })] });
  const { el, close, leave } = open(model);
  model.push({ kind: "poster", turn: 0, media_type: "image/jpeg" }, bytes("jpeg"));
  await settle();
  leave();
  close();
  expect(el.childElementCount).toBe(0);
  expect(model.listening).toBe(0);
  expect(revoked).toEqual(made);
});
