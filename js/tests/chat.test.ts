import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { ToKernel, Trouble } from "../src/model";
import widget from "../src/widget";
import { FakeModel, turn } from "./fakes";

const done = turn({ stage: "done", messages: ["Done."], suggestions: ["slower", "add snow"] });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  URL.createObjectURL = () => "blob:photo";
  URL.revokeObjectURL = () => {};
});

afterEach(async () => {
  await settle();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

/** Preact draws and runs effects a moment after the state changes. */
async function settle() {
  await vi.advanceTimersByTimeAsync(200);
}

async function open(traits: ConstructorParameters<typeof FakeModel>[0] = {}) {
  const model = new FakeModel({ use: "chat", ...traits });
  const { initialize, render } = widget();
  initialize({ model });
  const el = document.createElement("div");
  document.body.append(el);
  render({ model, el });
  model.push({ kind: "hello" });
  await settle();
  return { model, el, render, field: the<HTMLTextAreaElement>(el, "textarea") };
}

function the<Found extends Element>(el: Element, selector: string): Found {
  const found = el.querySelector<Found>(selector);
  if (!found) throw new Error(`There is no ${selector}`);
  return found;
}

function write(field: HTMLTextAreaElement, text: string) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function press(target: Element, key: string, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

const said = (model: FakeModel) =>
  model.sent.filter(
    (message): message is Extract<ToKernel, { kind: "say" }> => message.kind === "say",
  );

test("Enter sends, once, and the sentence is seen at once", async () => {
  const { model, el, field } = await open();
  write(field, "zoom in");
  await settle();
  expect(press(field, "Enter").defaultPrevented).toBe(true);
  await settle();
  press(field, "Enter");
  expect(said(model)).toMatchObject([{ text: "zoom in", photos: [] }]);
  expect(field.value).toBe("");
  expect(el.querySelector(".nemo-transcript")?.textContent).toContain("zoom in");
});

test("Shift+Enter makes a new line, and Enter in the midst of Chinese input chooses a word", async () => {
  const { model, field } = await open();
  write(field, "zoom in");
  expect(press(field, "Enter", { shiftKey: true }).defaultPrevented).toBe(false);
  expect(press(field, "Enter", { isComposing: true }).defaultPrevented).toBe(false);
  expect(said(model)).toEqual([]);
});

test("nothing and blanks are not sent", async () => {
  const { model, el, field } = await open();
  press(field, "Enter");
  write(field, "  \n ");
  await settle();
  press(field, "Enter");
  expect(the<HTMLButtonElement>(el, ".nemo-send").disabled).toBe(true);
  expect(said(model)).toEqual([]);
});

test("no key leaves the widget for the notebook", async () => {
  const { el, field } = await open({ turns: [done] });
  const heard = vi.fn();
  document.body.addEventListener("keydown", heard);
  for (const key of ["Enter", "Escape", "a", "ArrowUp", "Delete"]) press(field, key);
  press(the(el, ".nemo-chip"), "Enter");
  expect(heard).not.toHaveBeenCalled();
  document.body.removeEventListener("keydown", heard);
  expect(the<HTMLElement>(el, ".nemo").dataset.lmSuppressShortcuts).toBe("true");
  const chip = the<HTMLButtonElement>(el, ".nemo-chip");
  chip.focus();
  expect(chip.dataset.lmSuppressShortcuts).toBe("true");
});

test("the up key brings back what was said, the latest first, and down leads back", async () => {
  const { field } = await open({
    turns: [turn({ prompt: "zoom in" }), turn({ prompt: "slower" }), turn({ prompt: "slower" })],
  });
  const shown: string[] = [];
  for (const key of ["ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown"]) {
    press(field, key);
    await settle();
    shown.push(field.value);
  }
  expect(shown).toEqual(["slower", "zoom in", "zoom in", "slower", ""]);
});

test("the up key moves in a sentence that is being written", async () => {
  const { field } = await open({ turns: [turn({ prompt: "zoom in" })] });
  write(field, "half a sentence");
  field.setSelectionRange(4, 4);
  expect(press(field, "ArrowUp").defaultPrevented).toBe(false);
  expect(field.value).toBe("half a sentence");
});

test("Escape leaves for the notebook", async () => {
  const { field } = await open();
  field.focus();
  press(field, "Escape");
  expect(document.activeElement).not.toBe(field);
});

async function dropPhoto(el: Element) {
  const file = new File(["x"], "harbour.jpg", { type: "image/jpeg" });
  // jsdom's files cannot be read as a buffer.
  file.slice = () => ({ arrayBuffer: async () => new ArrayBuffer(1) }) as Blob;
  const drop = Object.assign(new Event("drop", { bubbles: true, cancelable: true }), {
    dataTransfer: { types: ["Files"], files: [file] },
  });
  the(el, ".nemo").dispatchEvent(drop);
  await settle();
  return drop;
}

const handed = (model: FakeModel) =>
  model.sent.find((message) => message.kind === "hand")?.id ?? "";

test("a sentence waits for its photos, and takes them along", async () => {
  const { model, el, field } = await open();
  const outside = vi.fn();
  document.body.addEventListener("drop", outside);
  const drop = await dropPhoto(el);
  expect(drop.defaultPrevented).toBe(true);
  expect(outside).not.toHaveBeenCalled();
  expect(the<HTMLImageElement>(el, ".nemo-photo img").alt).toBe("harbour.jpg");
  expect(the(el, ".nemo-photo button").getAttribute("aria-label")).toBe("Remove harbour.jpg");
  write(field, "zoom in");
  await settle();
  press(field, "Enter");
  await settle();
  expect(said(model)).toEqual([]);
  expect(el.textContent).toContain("Goes out when the photos are there");
  model.push({ kind: "ready", id: handed(model), name: "harbour.jpg" });
  await settle();
  expect(said(model)).toMatchObject([{ text: "zoom in", photos: [handed(model)] }]);
  expect(the<HTMLImageElement>(el, ".nemo-prompt img").src).toBe("blob:photo");
});

test("a sentence whose photo is refused is not sent without it", async () => {
  const { model, el, field } = await open();
  await dropPhoto(el);
  write(field, "zoom in");
  await settle();
  press(field, "Enter");
  model.push({ kind: "refused", id: handed(model), message: "harbour.jpg is broken." });
  await settle();
  expect(said(model)).toEqual([]);
  expect(field.value).toBe("zoom in");
  expect(el.querySelector(".nemo-composer")?.textContent).toContain("harbour.jpg is broken.");
  the<HTMLButtonElement>(el, ".nemo-photo button").click();
  await settle();
  press(field, "Enter");
  expect(said(model)).toMatchObject([{ text: "zoom in", photos: [] }]);
});

test("a sentence that could not be said is given back with the reason", async () => {
  const { model, el, field } = await open();
  write(field, "zoom in");
  await settle();
  press(field, "Enter");
  const id = said(model)[0]?.id ?? "";
  model.push({ kind: "unsaid", id, message: "A turn is under way. Wait for its end." });
  await settle();
  expect(field.value).toBe("zoom in");
  expect(el.querySelector("[role=alert]")?.textContent).toBe(
    "A turn is under way. Wait for its end.",
  );
  write(field, "zoom in!");
  await settle();
  expect(el.querySelector("[role=alert]")).toBeNull();
});

test("a busy kernel is named as what a sentence waits for", async () => {
  const { model, el, field } = await open();
  write(field, "zoom in");
  await settle();
  press(field, "Enter");
  await vi.advanceTimersByTimeAsync(1000);
  expect(el.textContent).not.toContain("busy");
  await vi.advanceTimersByTimeAsync(2000);
  expect(el.textContent).toContain("The kernel is busy with a cell");
  model.push({ kind: "heard", id: said(model)[0]?.id ?? "" });
  await settle();
  expect(el.textContent).not.toContain("busy");
});

test("a kernel that never answers is named, too", async () => {
  const model = new FakeModel({ use: "chat" });
  const { initialize, render } = widget();
  initialize({ model });
  const el = document.createElement("div");
  render({ model, el });
  await vi.advanceTimersByTimeAsync(3000);
  expect(el.textContent).toContain("The kernel does not answer");
});

test("a suggestion is said at a click, and none is there while a turn is made", async () => {
  const { model, el } = await open({ turns: [done] });
  the<HTMLButtonElement>(el, ".nemo-chip").click();
  await settle();
  expect(said(model)).toMatchObject([{ text: "slower" }]);
  model.sync({ current: turn({ prompt: "slower" }) });
  await settle();
  expect(el.querySelector(".nemo-chip")).toBeNull();
});

test("the send button is Stop while a turn is made", async () => {
  const { model, el } = await open({ current: turn() });
  const stop = the<HTMLButtonElement>(el, ".nemo-send");
  expect(stop.getAttribute("aria-label")).toBe("Stop");
  stop.click();
  await settle();
  expect(model.sent.at(-1)).toMatchObject({ kind: "stop" });
  expect(the<HTMLButtonElement>(el, ".nemo-send").disabled).toBe(true);
  expect(el.querySelectorAll(".nemo-stop")).toHaveLength(0);
});

const question = { id: "q", text: "This message costs about 100 of 150 credits. Send it?" };

const answers = (model: FakeModel) => model.sent.filter((message) => message.kind === "answer");

test("what costs something is asked first, by buttons that no key reaches by chance", async () => {
  const { model, el, field } = await open({ balance: null });
  field.focus();
  model.sync({ current: turn(), question });
  await settle();
  const card = the(el, ".nemo-question");
  expect(card.querySelector("p")?.textContent).toBe(question.text);
  expect(the(el, "[role=status][aria-live]").textContent).toBe(question.text);
  expect(el.querySelector(".nemo-stage")).toBeNull();
  expect(document.activeElement).toBe(field);
  const [no, yes] = card.querySelectorAll("button");
  expect([no?.textContent, yes?.textContent]).toEqual(["Don’t send", "Send"]);
  yes?.focus();
  yes?.click();
  await settle();
  yes?.click();
  expect(answers(model)).toEqual([{ kind: "answer", id: "q", yes: true }]);
  expect(document.activeElement).toBe(field);
  expect([no?.disabled, yes?.disabled]).toEqual([true, true]);
  model.sync({ question: null });
  await settle();
  expect(el.querySelector(".nemo-question")).toBeNull();
  expect(el.querySelector(".nemo-stage")).not.toBeNull();
});

test("an answer goes out on the control channel too: a cell may be waiting for it", async () => {
  const model = new FakeModel({ use: "chat", current: turn(), question });
  const sendControlMessage = vi.fn();
  model.widget_manager.kernel = { status: "busy", interrupt: vi.fn(), sendControlMessage };
  const { initialize, render } = widget();
  initialize({ model });
  const el = document.createElement("div");
  render({ model, el });
  await settle();
  the<HTMLButtonElement>(el, ".nemo-question button").click();
  expect(sendControlMessage.mock.calls[0]?.[0]).toMatchObject({
    header: { msg_type: "nemo_message" },
    content: { model_id: "a-widget", message: { kind: "answer", id: "q", yes: false } },
  });
});

test("what is not sent comes back to the composer with its photos, said quietly", async () => {
  const { model, el, field } = await open();
  await dropPhoto(el);
  const photo = { id: handed(model), name: "harbour.jpg" };
  model.push({ kind: "ready", ...photo });
  write(field, "zoom in");
  await settle();
  press(field, "Enter");
  model.push({ kind: "heard", id: said(model)[0]?.id ?? "" });
  model.sync({ current: turn({ prompt: "zoom in" }), question });
  await settle();
  the<HTMLButtonElement>(el, ".nemo-question button").click();
  model.sync({ current: null, question: null });
  model.push({ kind: "unsent", text: "zoom in", photos: [photo] });
  await settle();
  expect(field.value).toBe("zoom in");
  expect(the<HTMLImageElement>(el, ".nemo-photo img").src).toBe("blob:photo");
  expect(el.querySelector(".nemo-turn")).toBeNull();
  expect(the(el, ".nemo-composer").textContent).toContain("Nothing was sent.");
  expect(the(el, "[role=status][aria-live]").textContent).toBe("Nothing was sent.");
  expect(el.querySelector("[role=alert]")).toBeNull();
  press(field, "Enter");
  await settle();
  expect(said(model).at(-1)).toMatchObject({ text: "zoom in", photos: [photo.id] });
  expect(el.textContent).not.toContain("Nothing was sent.");
});

test("a page that was opened while the question stood gets the sentence back as well", async () => {
  const { model, el, field } = await open({ current: turn({ prompt: "zoom in" }), question });
  write(field, "and then");
  await settle();
  model.sync({ current: null, question: null });
  const photo = { id: "a", name: "harbour.jpg" };
  model.push({ kind: "unsent", text: "zoom in", photos: [photo] });
  await settle();
  expect(field.value).toBe("zoom in\nand then");
  expect(the(el, ".nemo-photo").textContent).toContain("harbour.jpg");
  the<HTMLButtonElement>(el, ".nemo-photo button").click();
  expect(model.sent.at(-1)).toEqual({ kind: "forget", id: "a" });
});

test("what was under way and left nothing is not taken for the next turn's", async () => {
  const { model, el } = await open({ current: turn({ stage: "animating" }) });
  model.push({ kind: "progress", turn: 0, progress: 0.8, elapsed_ms: 9000 });
  model.push(
    { kind: "poster", turn: 0, media_type: "image/jpeg" },
    new DataView(new ArrayBuffer(1)),
  );
  await settle();
  expect(el.querySelector(".nemo-preview")).not.toBeNull();
  model.sync({ current: null });
  model.sync({ current: turn({ stage: "animating" }) });
  await settle();
  expect(el.querySelector(".nemo-preview")).toBeNull();
  expect(el.textContent).not.toContain("80 %");
});

test("a turn that is made elsewhere is shown, said to be, and can be stopped", async () => {
  const { model, el, field } = await open({ current: turn({ elsewhere: true }) });
  expect(el.textContent).toContain("This was begun elsewhere in the notebook");
  write(field, "slower");
  await settle();
  press(field, "Enter");
  expect(said(model)).toEqual([]);
  expect(field.value).toBe("slower");
  the<HTMLButtonElement>(el, ".nemo-send").click();
  await settle();
  expect(model.sent.at(-1)).toMatchObject({ kind: "stop" });
});

test("a sentence that waits for a turn that is made elsewhere stays in sight until its own", async () => {
  const { model, el, field } = await open({});
  write(field, "slower");
  await settle();
  press(field, "Enter");
  const [sentence] = said(model);
  model.sync({ current: turn({ prompt: "zoom in", elsewhere: true }) });
  await settle();
  expect(el.querySelector(".nemo-transcript")?.textContent).toContain("slower");
  model.push({ kind: "unsaid", id: sentence?.id ?? "", message: "A turn is under way" });
  await settle();
  expect(field.value).toBe("slower");
});

test("what was taken back is marked, and what is said next is of the turn before", async () => {
  const undone = turn({ prompt: "slower", stage: "done", undone: true, suggestions: ["add rain"] });
  const { el } = await open({ turns: [done, undone] });
  const [first, second] = el.querySelectorAll<HTMLElement>(".nemo-turn");
  expect(first?.textContent).not.toContain("Taken back");
  expect(second?.textContent).toContain("Taken back");
  expect(the(el, ".nemo-chip").textContent).toBe("slower");
});

const trouble = (next_step: Trouble["next_step"], link = ""): Trouble => ({
  message: "It failed",
  hint: "Try again.",
  next_step,
  link,
});

test.each([
  ["export", "Export again", "export"],
  ["look", "See what became of it", "slowly zoom in"],
  ["say", "Say it again", "slowly zoom in"],
] as const)("the next step of an error is a button: %s", async (step, name, sentence) => {
  const { model, el } = await open({ turns: [turn({ stage: "failed", error: trouble(step) })] });
  const button = the<HTMLButtonElement>(el, ".nemo-card button");
  expect(button.textContent).toBe(name);
  button.click();
  expect(said(model)).toMatchObject([{ text: sentence }]);
});

test("a cell's own view copies the line that exports again", async () => {
  const writeText = vi.fn(async () => {});
  vi.stubGlobal("navigator", { language: "en", clipboard: { writeText } });
  const failed = (step: Trouble["next_step"]) => turn({ stage: "failed", error: trouble(step) });
  const model = new FakeModel({ use: "turn", turns: [failed("export"), failed("look")] });
  const { initialize, render } = widget();
  initialize({ model });
  const el = document.createElement("div");
  render({ model, el });
  await settle();
  expect(el.querySelectorAll(".nemo-card button")).toHaveLength(1);
  the<HTMLButtonElement>(el, ".nemo-card button").click();
  expect(writeText).toHaveBeenCalledWith("%nemo export mp4");
});

test("where one has to register, the next step opens the page, if it is one", async () => {
  const register = "https://nemovideo.com/?bind=7";
  const failed = (link: string) => turn({ stage: "failed", error: trouble("open", link) });
  const { el } = await open({ turns: [failed(register), failed("javascript:alert(1)")] });
  const links = el.querySelectorAll<HTMLAnchorElement>(".nemo-card a");
  expect([...links].map((link) => link.href)).toEqual([register]);
  expect(links[0]?.rel).toBe("noopener noreferrer");
});

test.each([
  [{ costs: false, available: null, frozen: 0 }, "Free of charge"],
  [{ costs: true, available: 120, frozen: 0 }, "120 credits"],
  [{ costs: true, available: 120, frozen: 50 }, "120 credits, 50 reserved"],
  [{ costs: true, available: null, frozen: 0 }, "Balance unknown"],
])("who answers and what is left is always there", async (balance, says) => {
  const { el } = await open({ balance, backend: "NemoVideo · example.org" });
  expect(the(el, "footer").textContent).toBe(`NemoVideo · example.org${says}`);
});

test("photos that wait in the kernel are shown", async () => {
  const { el } = await open({ waiting: ["harbour.jpg"] });
  expect(the(el, ".nemo-photo").textContent).toBe("harbour.jpg");
  expect(el.textContent).not.toContain("Begin with a photo");
});

test("what is written survives a new drawing, and who was writing goes on", async () => {
  const { model, el, render, field } = await open();
  field.focus();
  write(field, "half a sent");
  field.setSelectionRange(4, 6);
  field.dispatchEvent(new Event("select"));
  await settle();
  el.remove();
  const again = document.createElement("div");
  document.body.append(again);
  render({ model, el: again });
  await settle();
  const next = the<HTMLTextAreaElement>(again, "textarea");
  expect(next.value).toBe("half a sent");
  expect(document.activeElement).toBe(next);
  expect([next.selectionStart, next.selectionEnd]).toEqual([4, 6]);
});

test("the end of the talk stays in sight when a picture comes, unless someone has scrolled", async () => {
  const { model, el } = await open({ turns: [done], current: turn() });
  const talk = the<HTMLElement>(el, ".nemo-transcript");
  const sizes = { scrollHeight: 500, clientHeight: 300 };
  for (const name of ["scrollHeight", "clientHeight"] as const) {
    Object.defineProperty(talk, name, { get: () => sizes[name] });
  }
  const scrollTo = (at: number) => {
    talk.scrollTop = at;
    talk.dispatchEvent(new Event("scroll"));
  };
  scrollTo(200);
  sizes.scrollHeight = 900; // before the event of the last scrolling is heard
  scrollTo(200);
  the(el, ".nemo-answer").dispatchEvent(new Event("load"));
  expect(talk.scrollTop).toBe(900);
  scrollTo(100);
  model.push({ kind: "progress", turn: 1, progress: 0.5, elapsed_ms: 10 });
  await settle();
  expect(talk.scrollTop).toBe(100);
});

test("a field that is drawn before it stands in the page is as high as a line", async () => {
  const { field } = await open();
  expect(field.style.height).toBe("auto");
});

test("long work is said to go on", async () => {
  const { model, el } = await open({ current: turn({ stage: "animating", progress: 0.1 }) });
  await vi.advanceTimersByTimeAsync(15_000);
  model.push({ kind: "progress", turn: 0, progress: 0.2, elapsed_ms: 15_000 });
  await vi.advanceTimersByTimeAsync(15_000);
  expect(el.textContent).not.toContain("Still working");
  await vi.advanceTimersByTimeAsync(6000);
  expect(el.textContent).toContain("Still working");
});
