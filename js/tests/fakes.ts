import type { FromKernel, Kernel, Model, ToKernel, Traits, Turn } from "../src/model";

export function turn(change: Partial<Turn> = {}): Turn {
  return {
    prompt: "slowly zoom in",
    photos: ["harbour.jpg"],
    messages: [],
    text: "",
    stage: "waiting",
    label: "",
    progress: null,
    elapsed_ms: 0,
    tracks: "",
    notes: [],
    error: null,
    video: null,
    suggestions: [],
    timeline: [],
    has_photo: false,
    ...change,
  };
}

type Listener = (...args: never[]) => void;

/** A model whose kernel is the test. */
export class FakeModel implements Model {
  readonly sent: ToKernel[] = [];
  readonly buffers: (ArrayBuffer[] | undefined)[] = [];
  readonly widget_manager: { kernel?: Kernel | null } = {};
  readonly #traits: Traits;
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(traits: Partial<Traits> = {}) {
    this.#traits = {
      use: "turn",
      turns: [],
      current: null,
      blocking: false,
      backend: "studio",
      address: "a-widget",
      balance: null,
      ...traits,
    };
  }

  get<Name extends keyof Traits>(name: Name): Traits[Name] {
    return this.#traits[name];
  }

  on(event: string, listener: Listener): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
  }

  off(event: string, listener: Listener): void {
    this.#listeners.get(event)?.delete(listener);
  }

  send(message: ToKernel, _callbacks?: undefined, buffers?: ArrayBuffer[]): void {
    this.sent.push(message);
    this.buffers.push(buffers);
  }

  sync(traits: Partial<Traits>): void {
    Object.assign(this.#traits, traits);
    for (const name of Object.keys(traits)) this.#fire(`change:${name}`);
  }

  push(message: FromKernel, ...buffers: DataView[]): void {
    this.#fire("msg:custom", message, buffers);
  }

  get listening(): number {
    return [...this.#listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0);
  }

  #fire(event: string, ...args: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...(args as never[]));
  }
}

export function bytes(text: string): DataView {
  return new DataView(new TextEncoder().encode(text).buffer);
}
