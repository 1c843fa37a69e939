import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Track, Turn } from "../src/model";
import widget from "../src/widget";
import { bytes, FakeModel, turn } from "./fakes";

const video = {
  name: "harbour-0123.mp4",
  media_type: "video/mp4",
  width: 1280,
  height: 720,
  duration_ms: 4000,
  bytes: 2_100_000,
};
const tracks: Track[] = [
  { kind: "video", title: "harbour", start_ms: 0, end_ms: 4000, volume: null },
  { kind: "music", title: "Lo-fi", start_ms: 0, end_ms: 4000, volume: 0.35 },
  { kind: "title", title: "Dusk", start_ms: 1000, end_ms: 3000, volume: null },
];
const take = (change: Partial<Turn> = {}) =>
  turn({ stage: "done", video, timeline: tracks, has_photo: true, ...change });

let clicked: string[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  HTMLMediaElement.prototype.play = async () => {};
  HTMLMediaElement.prototype.pause = () => {};
  let made = 0;
  URL.createObjectURL = () => `blob:${made++}`;
  URL.revokeObjectURL = () => {};
  clicked = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    clicked.push(this.download);
  });
});

afterEach(async () => {
  await settle();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

async function settle() {
  await vi.advanceTimersByTimeAsync(200);
}

async function open(turns: Turn[]) {
  const model = new FakeModel({ use: "chat", turns });
  const { initialize, render } = widget();
  initialize({ model });
  const el = document.createElement("div");
  document.body.append(el);
  render({ model, el });
  turns.forEach((_, index) => {
    const media = {
      kind: "media",
      turn: index,
      part: 0,
      parts: 1,
      media_type: "video/mp4",
    } as const;
    model.push(media, bytes("mp4"));
  });
  await settle();
  const button = (name: string) => {
    const found = [...el.querySelectorAll("button")].find(
      (button) => (button.ariaLabel ?? button.textContent) === name,
    );
    if (!found) throw new Error(`There is no button ${name}`);
    return found;
  };
  return { model, el, button };
}

test("tracks stand to scale, and say in words where they are", async () => {
  const { el } = await open([take()]);
  const bars = [...el.querySelectorAll<HTMLElement>(".nemo-track")];
  expect(bars.map((bar) => [bar.style.marginLeft, bar.style.width])).toEqual([
    ["0%", "100%"],
    ["0%", "100%"],
    ["25%", "50%"],
  ]);
  expect(bars[1]?.title).toBe("Music: Lo-fi 35 %, 0:00.00 – 0:04.00");
  expect(bars[2]?.title).toBe("Title: Dusk, 0:01.00 – 0:03.00");
});

test("music shows its waveform as soon as it is known", async () => {
  const { model, el } = await open([take()]);
  expect(el.querySelector(".nemo-waveform")).toBeNull();
  model.push({ kind: "footage", turn: 0, fps: 25, peaks: [0, 50, 100] });
  await settle();
  const points = el.querySelector(".nemo-track[data-kind=music] polygon")?.getAttribute("points");
  expect(points).toBe("0,50 1,25 2,0 2,100 1,75 0,50");
});

test("a timeline that nobody knows leaves the slider alone", async () => {
  const { el } = await open([take({ timeline: [] })]);
  expect(el.querySelector(".nemo-tracks")).toBeNull();
  expect(el.querySelector("input[type=range]")).not.toBeNull();
});

test("the latest take is looked at, and another at a click", async () => {
  const { model, el, button } = await open([take(), take({ prompt: "slower" })]);
  const seen = () => el.querySelector(".nemo-viewer")?.getAttribute("aria-label");
  expect(seen()).toBe("Take 2");
  button("Take 1: slowly zoom in").click();
  await settle();
  expect(seen()).toBe("Take 1");
  expect(el.querySelector("[aria-current=true]")?.getAttribute("title")).toBe("slowly zoom in");
  model.sync({ turns: [take(), take(), take({ prompt: "snow" })] });
  await settle();
  expect(seen()).toBe("Take 3");
});

test("one take needs no filmstrip, but can be held against its photo", async () => {
  const { model, el, button } = await open([take()]);
  expect(el.querySelector(".nemo-filmstrip")).toBeNull();
  button("Compare").click();
  await settle();
  expect(model.sent.at(-1)).toEqual({ kind: "photo?", turn: 0 });
  model.push({ kind: "photo", turn: 0, media_type: "image/jpeg" }, bytes("jpeg"));
  await settle();
  expect(el.querySelector(".nemo-wipe-before img")).not.toBeNull();
  const slider = el.querySelector<HTMLInputElement>(".nemo-wipe input");
  expect(slider?.getAttribute("aria-label")).toBe("Wipe between Photo and Take 1");
  if (slider) slider.value = "20";
  slider?.dispatchEvent(new Event("input", { bubbles: true }));
  expect(el.querySelector<HTMLElement>(".nemo-wipe")?.style.getPropertyValue("--wipe")).toBe("20%");
});

test("two takes stand beside each other, the earlier one first", async () => {
  const { el, button } = await open([take(), take()]);
  button("Compare").click();
  await settle();
  expect(el.querySelectorAll("video")).toHaveLength(2);
  expect([...el.querySelectorAll("figcaption")].map((name) => name.textContent)).toEqual([
    "Take 1",
    "Take 2",
  ]);
  button("Compare").click();
  await settle();
  expect(el.querySelectorAll("video")).toHaveLength(1);
  button("Take 1: slowly zoom in").click();
  await settle();
  button("Compare").click();
  await settle();
  expect(el.querySelector("figcaption")?.textContent).toBe("Take 1");
});

test("a download in the container that is there costs no question", async () => {
  const { model, button } = await open([take()]);
  button("Download").click();
  await settle();
  button("Download as MP4").click();
  await settle();
  expect(clicked).toEqual(["harbour-0123.mp4"]);
  expect(model.sent.some((message) => message.kind === "export")).toBe(false);
});

test("a download in another container shows how far it is, and is saved when it is whole", async () => {
  const { model, el, button } = await open([take()]);
  button("Download").click();
  await settle();
  button("Download as WebM").click();
  button("Download as WebM").click();
  await settle();
  button("Download as WebM").click();
  expect(model.sent.filter((message) => message.kind === "export")).toEqual([
    { kind: "export", turn: 0, container: "webm" },
  ]);
  model.push({ kind: "exporting", turn: 0, container: "webm", progress: 0.4 });
  await settle();
  button("Download as WebM, 40 %");
  const file = {
    kind: "file",
    turn: 0,
    container: "webm",
    name: "harbour-0123.webm",
    media_type: "video/webm",
    parts: 2,
  } as const;
  model.push({ ...file, part: 1 }, bytes("b"));
  await settle();
  button("Download as WebM, 50 %");
  model.push({ ...file, part: 0 }, bytes("a"));
  await settle();
  expect(clicked).toEqual(["harbour-0123.webm"]);
  expect(el.querySelector(".nemo-downloads .nemo-wrong")).toBeNull();
});

test("an export that failed says why, one that is too large says where it is", async () => {
  const { model, el, button } = await open([take()]);
  button("Download").click();
  model.push({ kind: "not_exported", turn: 0, container: "avi", message: "The disk is full." });
  model.push({ kind: "exported", turn: 0, container: "mov", path: "nemo_media/harbour.mov" });
  await settle();
  expect(el.querySelector(".nemo-downloads [role=alert]")?.textContent).toBe(
    "AVI: The disk is full.",
  );
  expect(el.textContent).toContain("nemo_media/harbour.mov");
});

test("cells are copied where there is a clipboard, and by hand where there is none", async () => {
  const written: string[] = [];
  const clipboard = { writeText: async (text: string) => void written.push(text) };
  vi.stubGlobal("navigator", { language: "en", clipboard });
  const { button } = await open([take({ photos: ["harbour.jpg"] })]);
  button("Copy as cell").click();
  await settle();
  expect(written).toEqual(["%%nemo harbour.jpg\nslowly zoom in"]);
  button("Copied");
  await vi.advanceTimersByTimeAsync(3000);
  vi.stubGlobal("navigator", { language: "en" });
  document.execCommand = vi.fn(() => true);
  button("Copy as cell").click();
  await settle();
  expect(document.execCommand).toHaveBeenCalledWith("copy");
});

test.each([
  [" ", "BUTTON", false],
  ["k", "BUTTON", true],
  ["l", "VIDEO", true],
  ["ArrowRight", "INPUT", true],
  ["ArrowUp", "INPUT", false],
  ["ArrowRight", "VIDEO", true],
  ["x", "VIDEO", false],
])("the key %j on a %s is the player's: %s", async (key, on, isTaken) => {
  const { el } = await open([take()]);
  const target = el.querySelector(`.nemo-player ${on.toLowerCase()}`);
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  target?.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(isTaken);
});
