// Photos on their way from the page to the kernel: in pieces, a few at a time.

import type { FromKernel, ToKernel } from "./model";

export interface Photo {
  id: string;
  name: string;
  /** A blob: URL of its picture; empty for what is no picture. */
  url: string;
  state: "arriving" | "ready" | "refused";
  /** 0 to 1. */
  progress: number;
  message: string;
}

interface Sending {
  file: Blob;
  parts: number;
  next: number;
}

type Send = (message: ToKernel, buffer?: ArrayBuffer) => void;

export const PIECE = 2 ** 20;
/** Pieces that the kernel has not confirmed: more would fill the socket for nothing. */
const AHEAD = 4;

export class Uploads {
  readonly #send: Send;
  readonly #changed: () => void;
  readonly #sending = new Map<string, Sending>();
  photos: readonly Photo[] = [];

  constructor(send: Send, changed: () => void) {
    this.#send = send;
    this.#changed = changed;
  }

  get busy(): boolean {
    return this.photos.some((photo) => photo.state === "arriving");
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const id = crypto.randomUUID();
      const url = file.type.startsWith("image/") ? URL.createObjectURL(file) : "";
      const name = file.name || "pasted";
      this.photos = [
        ...this.photos,
        { id, name, url, state: "arriving", progress: 0, message: "" },
      ];
      this.#sending.set(id, { file, parts: Math.max(1, Math.ceil(file.size / PIECE)), next: 0 });
      for (let ahead = 0; ahead < AHEAD; ahead += 1) void this.#sendNext(id);
    }
    this.#changed();
  }

  remove(id: string): void {
    const photo = this.photos.find((photo) => photo.id === id);
    if (!photo) return;
    if (photo.url) URL.revokeObjectURL(photo.url);
    this.#sending.delete(id);
    this.#send({ kind: "forget", id });
    this.#keep(this.photos.filter((photo) => photo.id !== id));
  }

  /** The photos that go with a sentence; they leave the composer. */
  take(): readonly Photo[] {
    const ready = this.photos.filter((photo) => photo.state === "ready");
    this.#keep(this.photos.filter((photo) => photo.state !== "ready"));
    return ready;
  }

  giveBack(photos: readonly Photo[]): void {
    this.#keep([...photos, ...this.photos]);
  }

  onMessage(message: FromKernel): void {
    switch (message.kind) {
      case "taken": {
        const sending = this.#sending.get(message.id);
        if (!sending) return;
        this.#change(message.id, { progress: message.parts / sending.parts });
        void this.#sendNext(message.id);
        return;
      }
      case "ready":
        this.#sending.delete(message.id);
        this.#change(message.id, { state: "ready", progress: 1, name: message.name });
        return;
      case "refused":
        this.#sending.delete(message.id);
        this.#change(message.id, { state: "refused", message: message.message });
    }
  }

  dispose(): void {
    for (const { url } of this.photos) if (url) URL.revokeObjectURL(url);
    this.#sending.clear();
  }

  async #sendNext(id: string): Promise<void> {
    const sending = this.#sending.get(id);
    if (!sending || sending.next >= sending.parts) return;
    const part = sending.next;
    sending.next += 1;
    const { file, parts } = sending;
    try {
      const buffer = await file.slice(part * PIECE, (part + 1) * PIECE).arrayBuffer();
      if (!this.#sending.has(id)) return;
      const name = this.photos.find((photo) => photo.id === id)?.name ?? "";
      this.#send({ kind: "hand", id, name, size: file.size, part, parts }, buffer);
    } catch (error) {
      // The file was moved or changed after it was dropped.
      this.onMessage({ kind: "refused", id, message: (error as Error).message });
    }
  }

  #change(id: string, change: Partial<Photo>): void {
    this.#keep(this.photos.map((photo) => (photo.id === id ? { ...photo, ...change } : photo)));
  }

  #keep(photos: readonly Photo[]): void {
    this.photos = photos;
    this.#changed();
  }
}
