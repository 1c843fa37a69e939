import type { Model } from "./model";

export type StopOutcome =
  | "acknowledged"
  | "interrupted"
  /** The kernel reads the message when it is free. */
  | "queued"
  /** Our own cell keeps the kernel busy, and this front end gives no way to interrupt it. */
  | "out of reach";

/**
 * Asks the kernel to stop the turn. A kernel that is running a cell may not read messages; where
 * that cell is the one that waits for this turn, it is interrupted instead. Any other cell is left
 * alone: the message is then read when that cell is done.
 */
export async function stop(
  model: Model,
  acknowledged: Promise<void>,
  patience = 400,
): Promise<StopOutcome> {
  model.send({ kind: "stop" });
  const heard = await Promise.race([
    acknowledged.then(() => true),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), patience)),
  ]);
  if (heard) return "acknowledged";
  const kernel = model.widget_manager?.kernel;
  const cellIsOurs = model.get("current") !== null && model.get("blocking");
  if (!cellIsOurs) return "queued";
  if (!kernel) return "out of reach";
  // "idle" says little: a kernel that runs a cell says it after every message on another channel.
  if (kernel.status !== "busy" && kernel.status !== "idle") return "queued";
  await kernel.interrupt();
  return "interrupted";
}
