// One per model, whatever number of views: the traits, what came as messages, and the blob: URLs.

import { nothingReceived, type Received, receive } from "./messages";
import type { FromKernel, Model, Traits } from "./model";
import { type StopOutcome, stop } from "./stop";

export interface Snapshot extends Traits {
  received: Received;
  /** Set from the click on Stop until the turn is over. */
  stopping: "asked" | StopOutcome | null;
  /** When the traits last changed, by performance.now(): elapsed time runs on from there. */
  syncedAt: number;
}

const PUSH_IS_DUE = 1000;

const TRAITS = ["turns", "live", "blocking", "backend"] as const;

export class Store {
  readonly #model: Model;
  readonly #views = new Set<() => void>();
  readonly #urls = new Map<DataView, string>();
  readonly #asked = new Set<number>();
  readonly #turnsAtFirst: number;
  #isClosed = false;
  #acknowledge: (() => void) | null = null;
  snapshot: Snapshot;

  constructor(model: Model) {
    this.#model = model;
    this.snapshot = {
      ...this.#traits(),
      received: nothingReceived,
      stopping: null,
      syncedAt: now(),
    };
    this.#turnsAtFirst = this.snapshot.turns.length;
    for (const name of TRAITS) model.on(`change:${name}`, this.#onTraits);
    model.on("msg:custom", this.#onMessage);
    // Messages sent before this page listened are gone; the kernel says the text again.
    model.send({ kind: "text?" });
  }

  dispose(): void {
    this.#isClosed = true;
    for (const name of TRAITS) this.#model.off(`change:${name}`, this.#onTraits);
    this.#model.off("msg:custom", this.#onMessage);
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
    this.#views.clear();
  }

  subscribe(view: () => void): () => void {
    this.#views.add(view);
    return () => this.#views.delete(view);
  }

  /** Asks the kernel for a turn's video, once, unless it comes by itself. */
  wantMedia(turn: number): void {
    if (this.#asked.has(turn)) return;
    this.#asked.add(turn);
    const ask = () => {
      const isWanted = !this.#isClosed && !this.snapshot.received.media.has(turn);
      if (isWanted) this.#model.send({ kind: "media?", turn });
    };
    // The video of a turn that this page has seen live is pushed at its end.
    if (turn < this.#turnsAtFirst) ask();
    else setTimeout(ask, PUSH_IS_DUE);
  }

  videoUrl(turn: number): string | null {
    const media = this.snapshot.received.media.get(turn);
    return media?.is === "complete" ? this.#url(media.parts, media.type) : null;
  }

  posterUrl(turn: number): string | null {
    const poster = this.snapshot.received.posters.get(turn);
    return poster ? this.#url([poster.bytes], poster.type) : null;
  }

  async stop(): Promise<void> {
    if (this.snapshot.stopping) return;
    this.#update({ stopping: "asked" });
    const acknowledged = new Promise<void>((resolve) => {
      this.#acknowledge = resolve;
    });
    const outcome = await stop(this.#model, acknowledged);
    if (this.snapshot.stopping) this.#update({ stopping: outcome });
  }

  #traits(): Traits {
    return {
      turns: this.#model.get("turns"),
      live: this.#model.get("live"),
      blocking: this.#model.get("blocking"),
      backend: this.#model.get("backend"),
    };
  }

  readonly #onTraits = (): void => {
    const traits = this.#traits();
    const stopping = traits.live ? this.snapshot.stopping : null;
    this.#update({ ...traits, stopping, syncedAt: now() });
  };

  readonly #onMessage = (message: FromKernel, buffers: DataView[] = []): void => {
    if (message.kind === "stopping") {
      this.#acknowledge?.();
      if (this.snapshot.stopping) this.#update({ stopping: "acknowledged" });
      return;
    }
    const before = this.snapshot.received;
    const received = receive(before, message, buffers);
    if (received.missedText && !before.missedText) this.#model.send({ kind: "text?" });
    this.#update({ received });
  };

  #update(change: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const view of this.#views) view();
  }

  #url(parts: DataView[], type: string): string {
    const [first] = parts;
    if (!first) return "";
    const known = this.#urls.get(first);
    if (known) return known;
    const url = URL.createObjectURL(new Blob(parts as DataView<ArrayBuffer>[], { type }));
    this.#urls.set(first, url);
    return url;
  }
}

function now(): number {
  return performance.now();
}
