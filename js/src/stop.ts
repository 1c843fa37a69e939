import type { Model, ToKernel } from "./model";

export type StopOutcome =
  | "acknowledged"
  | "interrupted"
  /** The kernel reads the message when it is free. */
  | "queued"
  /** Our own cell keeps the kernel busy, and this front end gives no way to interrupt it. */
  | "out of reach";

/**
 * Asks the kernel to stop the turn. Where the front end has no control channel, a cell that waits for
 * this turn is interrupted instead. Any other cell is left alone: the message is then read when that
 * cell is done.
 */
export async function stop(
  model: Model,
  acknowledged: Promise<void>,
  patience = 400,
): Promise<StopOutcome> {
  const kernel = model.widget_manager?.kernel;
  tellAtOnce(model, { kind: "stop", id: crypto.randomUUID() });
  const heard = await Promise.race([
    acknowledged.then(() => true),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), patience)),
  ]);
  if (heard) return "acknowledged";
  const cellIsOurs = model.get("current") !== null && model.get("blocking");
  if (!cellIsOurs) return "queued";
  if (!kernel) return "out of reach";
  // "idle" says little: a kernel that runs a cell says it after every message on another channel.
  if (kernel.status !== "busy" && kernel.status !== "idle") return "queued";
  await kernel.interrupt();
  return "interrupted";
}

/**
 * Says what cannot wait, by the widget's own message and on the control channel, which a kernel reads
 * whichever cell runs. The kernel's side is nemo_notebook/notebook/control.py.
 */
export function tellAtOnce(model: Model, message: ToKernel): void {
  model.send(message);
  const kernel = model.widget_manager?.kernel;
  kernel?.sendControlMessage?.({
    channel: "control",
    header: {
      msg_id: crypto.randomUUID(),
      msg_type: "nemo_message",
      session: kernel.clientId ?? "",
      username: kernel.username ?? "",
      date: new Date().toISOString(),
      version: "5.3",
    },
    parent_header: {},
    metadata: {},
    content: { model_id: model.get("address"), message },
    buffers: [],
  });
}
