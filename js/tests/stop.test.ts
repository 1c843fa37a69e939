import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { stop } from "../src/stop";
import { FakeModel, turn } from "./fakes";

const never = new Promise<void>(() => {});

function busyModel(state: { live: boolean; blocking: boolean }, status = "busy") {
  const current = state.live ? turn() : null;
  const model = new FakeModel({ current, blocking: state.blocking });
  const kernel = { status, interrupt: vi.fn(async () => {}) };
  model.widget_manager.kernel = kernel;
  return { model, kernel };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

async function outcome(model: FakeModel, acknowledged: Promise<void>) {
  const stopped = stop(model, acknowledged);
  await vi.advanceTimersByTimeAsync(400);
  return stopped;
}

test("a kernel that answers is not interrupted", async () => {
  const { model, kernel } = busyModel({ live: true, blocking: true });
  expect(await outcome(model, Promise.resolve())).toBe("acknowledged");
  expect(model.sent).toMatchObject([{ kind: "stop" }]);
  expect(kernel.interrupt).not.toHaveBeenCalled();
});

test("a kernel that is busy with our cell is interrupted, after a while", async () => {
  const { model, kernel } = busyModel({ live: true, blocking: true });
  const stopped = stop(model, never);
  await vi.advanceTimersByTimeAsync(399);
  expect(kernel.interrupt).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(await stopped).toBe("interrupted");
  expect(kernel.interrupt).toHaveBeenCalledOnce();
});

test.each([
  ["another cell runs", { live: true, blocking: false }, "busy"],
  ["the turn ended meanwhile", { live: false, blocking: true }, "busy"],
  ["the kernel is starting anew", { live: true, blocking: true }, "restarting"],
])("the kernel is left alone where %s", async (_, traits, status) => {
  const { model, kernel } = busyModel(traits, status);
  expect(await outcome(model, never)).toBe("queued");
  expect(kernel.interrupt).not.toHaveBeenCalled();
});

test("a kernel that calls itself idle amid our cell is interrupted", async () => {
  const { model, kernel } = busyModel({ live: true, blocking: true }, "idle");
  expect(await outcome(model, never)).toBe("interrupted");
  expect(kernel.interrupt).toHaveBeenCalledOnce();
});

test("the turn that ended while we waited is not interrupted", async () => {
  const { model, kernel } = busyModel({ live: true, blocking: true });
  const stopped = stop(model, never);
  await vi.advanceTimersByTimeAsync(200);
  model.sync({ current: null, blocking: false });
  await vi.advanceTimersByTimeAsync(200);
  expect(await stopped).toBe("queued");
  expect(kernel.interrupt).not.toHaveBeenCalled();
});

test("a front end without a kernel at hand says so", async () => {
  const model = new FakeModel({ current: turn(), blocking: true });
  expect(await outcome(model, never)).toBe("out of reach");
});

test("Stop goes out on the control channel too, which is heard whichever cell runs", async () => {
  const { model, kernel } = busyModel({ live: true, blocking: false });
  const sendControlMessage = vi.fn();
  model.widget_manager.kernel = { ...kernel, clientId: "me", sendControlMessage };
  expect(await outcome(model, Promise.resolve())).toBe("acknowledged");
  expect(sendControlMessage).toHaveBeenCalledOnce();
  const [message] = sendControlMessage.mock.calls[0] ?? [];
  expect(message).toMatchObject({
    channel: "control",
    header: { msg_type: "nemo_message", session: "me" },
    content: { model_id: "a-widget", message: model.sent[0] },
  });
});
