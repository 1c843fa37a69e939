// One per model, whatever number of views: the traits, what came as messages, what a person is
// about to say, and the blob: URLs.

import {
  downloadKey,
  forget,
  nothingReceived,
  type Received,
  receive,
  type Still,
  textUnderWay,
  withDownload,
} from "./messages";
import type { Container, FromKernel, Model, ToKernel, Traits, Turn } from "./model";
import { saveFile } from "./page";
import type { Playing } from "./playback";
import { type StopOutcome, stop, tellAtOnce } from "./stop";
import { type Photo, Uploads } from "./uploads";

export type Comparison = { with: number | "photo"; how: "side" | "wipe" };

/** What is being said: it waits for its photos, then for the kernel, then it is a turn. */
export interface Saying {
  id: string;
  text: string;
  photos: readonly Photo[];
  waits: "photos" | "kernel" | "turn";
}

export interface Snapshot extends Traits {
  received: Received;
  /** Whether the kernel has answered this page. */
  isHeard: boolean;
  /** Set from the click on Stop until the turn is over. */
  stopping: "asked" | StopOutcome | null;
  /** When the traits last changed, by performance.now(): elapsed time runs on from there. */
  syncedAt: number;
  draft: string;
  photos: readonly Photo[];
  saying: Saying | null;
  unsaid: string;
  /** Whether what stands in the composer came back unsent, as was answered. */
  isUnsent: boolean;
  /** The id of the question that was answered here. */
  answered: string;
  /** The take that is looked at; null for the latest. */
  selected: number | null;
  comparison: Comparison | null;
}

const PUSH_IS_DUE = 1000;

const TRAITS = [
  "use",
  "turns",
  "current",
  "blocking",
  "backend",
  "balance",
  "waiting",
  "question",
] as const;

export class Store {
  readonly #model: Model;
  readonly #views = new Set<() => void>();
  readonly #urls = new Map<DataView, string>();
  readonly #asked = new Set<string>();
  readonly #uploads: Uploads;
  readonly #turnsAtFirst: number;
  #isClosed = false;
  /** The photos of the latest sentence, should it come back. */
  #given: readonly Photo[] = [];
  #acknowledge: (() => void) | null = null;
  snapshot: Snapshot;
  /** Where the cursor stands, as long as someone is writing. */
  writing: [start: number, end: number] | null = null;
  /** How the videos are played, kept from one view to the next. */
  readonly playing: Playing = { time: 0, paused: true, muted: true, loop: true, rate: 1 };

  constructor(model: Model) {
    this.#model = model;
    this.#uploads = new Uploads(
      (message, buffer) => this.#send(message, buffer && [buffer]),
      () => this.#onPhotos(),
    );
    this.snapshot = {
      ...this.#traits(),
      received: nothingReceived,
      isHeard: false,
      stopping: null,
      syncedAt: now(),
      draft: "",
      photos: [],
      saying: null,
      unsaid: "",
      isUnsent: false,
      answered: "",
      selected: null,
      comparison: null,
    };
    this.#turnsAtFirst = this.snapshot.turns.length;
    for (const name of TRAITS) model.on(`change:${name}`, this.#onTraits);
    model.on("msg:custom", this.#onMessage);
    // Messages sent before this page listened are gone; the kernel says the text again.
    this.#send({ kind: "text?" });
  }

  dispose(): void {
    this.#isClosed = true;
    for (const name of TRAITS) this.#model.off(`change:${name}`, this.#onTraits);
    this.#model.off("msg:custom", this.#onMessage);
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
    this.#uploads.dispose();
    this.#views.clear();
  }

  subscribe(view: () => void): () => void {
    this.#views.add(view);
    return () => this.#views.delete(view);
  }

  /** All turns, the one under way last, as far as each of them has come. */
  get turns(): Turn[] {
    const { turns, current, received } = this.snapshot;
    if (!current) return turns;
    const index = turns.length;
    const live = received.progress.get(index);
    const newer = live && live.elapsed_ms >= current.elapsed_ms ? live : {};
    return [...turns, { ...current, ...newer, text: textUnderWay(received, index, current) }];
  }

  // What a person does

  write(draft: string): void {
    this.#update({ draft, unsaid: "", isUnsent: false });
  }

  select(turn: number): void {
    this.playing.time = 0;
    this.#update({ selected: turn, comparison: null });
  }

  compare(comparison: Comparison | null): void {
    if (comparison?.with === "photo") this.want("photo", this.selected ?? 0);
    this.#update({ comparison });
  }

  addPhotos(files: Iterable<File>): void {
    this.#uploads.add(files);
  }

  removePhoto(id: string): void {
    this.#uploads.remove(id);
  }

  /** Says a sentence as soon as its photos have arrived; one at a time. */
  say(text: string): void {
    if (this.snapshot.saying || this.snapshot.current || !text.trim()) return;
    const saying: Saying = { id: crypto.randomUUID(), text, photos: [], waits: "photos" };
    const draft = text === this.snapshot.draft ? "" : this.snapshot.draft;
    this.#update({ saying, draft, isUnsent: false });
    this.#sayWhenReady();
  }

  answer(yes: boolean): void {
    const { question, answered } = this.snapshot;
    if (!question || question.id === answered) return;
    this.#update({ answered: question.id });
    tellAtOnce(this.#model, { kind: "answer", id: question.id, yes });
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

  download(turn: number, container: Container): void {
    const { media } = this.snapshot.received;
    const video = this.turns[turn]?.video;
    const have = media.get(turn);
    if (video?.name.endsWith(`.${container}`) && have?.is === "complete") {
      saveFile(this.#url(have.parts, have.type), video.name);
      this.#onDownload(turn, container, { is: "saved" });
      return;
    }
    const known = this.snapshot.received.downloads.get(downloadKey(turn, container))?.is;
    if (known === "asked" || known === "rendering" || known === "fetching") return;
    this.#onDownload(turn, container, { is: "asked" });
    this.#send({ kind: "export", turn, container });
  }

  // What there is to look at

  /** The turn whose video is looked at, or null while there is none. */
  get selected(): number | null {
    const { turns, selected } = this.snapshot;
    if (selected !== null && turns[selected]?.video) return selected;
    const standing = turns.findLastIndex((turn) => turn.video && !turn.undone);
    const latest = standing < 0 ? turns.findLastIndex((turn) => turn.video) : standing;
    return latest < 0 ? null : latest;
  }

  /** Asks the kernel, once, for a still of a turn. */
  want(what: "poster" | "photo", turn: number): void {
    const key = `${what}/${turn}`;
    const { posters, photos } = this.snapshot.received;
    if (this.#asked.has(key) || (what === "poster" ? posters : photos).has(turn)) return;
    this.#asked.add(key);
    this.#send({ kind: `${what}?`, turn });
  }

  /** Asks the kernel for a turn's video, once, unless it comes by itself. */
  wantMedia(turn: number): void {
    if (this.#asked.has(`media/${turn}`)) return;
    this.#asked.add(`media/${turn}`);
    const ask = () => {
      const isWanted = !this.#isClosed && !this.snapshot.received.media.has(turn);
      if (isWanted) this.#send({ kind: "media?", turn });
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
    return this.#stillUrl(this.snapshot.received.posters.get(turn));
  }

  photoUrl(turn: number): string | null {
    return this.#stillUrl(this.snapshot.received.photos.get(turn));
  }

  #stillUrl(still: Still | undefined): string | null {
    return still ? this.#url([still.bytes], still.type) : null;
  }

  #traits(): Traits {
    const get = this.#model.get.bind(this.#model);
    return {
      use: get("use"),
      turns: get("turns"),
      current: get("current"),
      blocking: get("blocking"),
      backend: get("backend"),
      address: get("address"),
      balance: get("balance"),
      waiting: get("waiting") ?? [],
      question: get("question") ?? null,
    };
  }

  readonly #onTraits = (): void => {
    const traits = this.#traits();
    const before = this.snapshot;
    const isNewTake =
      traits.turns.length > before.turns.length && traits.turns.at(-1)?.video !== null;
    if (isNewTake) this.playing.time = 0;
    const count = traits.turns.length;
    const isDropped = before.current && !traits.current && before.turns.length === count;
    if (isDropped) this.#asked.delete(`poster/${count}`);
    const isOurs = traits.current && !traits.current.elsewhere;
    this.#update({
      ...traits,
      stopping: traits.current ? before.stopping : null,
      saying: isOurs && before.saying?.waits !== "photos" ? null : before.saying,
      syncedAt: now(),
      received: isDropped ? forget(before.received, count) : before.received,
      ...(isNewTake ? { selected: null, comparison: null } : {}),
    });
  };

  readonly #onMessage = (message: FromKernel, buffers: DataView[] = []): void => {
    if (!this.snapshot.isHeard) this.#update({ isHeard: true });
    switch (message.kind) {
      case "stopping":
        this.#acknowledge?.();
        if (this.snapshot.stopping) this.#update({ stopping: "acknowledged" });
        return;
      case "taken":
      case "ready":
      case "refused":
        this.#uploads.onMessage(message);
        return;
      case "heard":
      case "unsaid":
        this.#onAnswer(message);
        return;
      case "unsent":
        this.#onUnsent(message);
        return;
      default:
        this.#onReceived(message, buffers);
    }
  };

  #onReceived(message: FromKernel, buffers: DataView[]): void {
    const before = this.snapshot.received;
    const received = receive(before, message, buffers);
    if (received.missedText && !before.missedText) this.#send({ kind: "text?" });
    const syncedAt = message.kind === "progress" ? now() : this.snapshot.syncedAt;
    this.#update({ received, syncedAt });
    if (message.kind === "file") this.#saveWhenWhole(message.turn, message.container);
  }

  #saveWhenWhole(turn: number, container: Container): void {
    const download = this.snapshot.received.downloads.get(downloadKey(turn, container));
    if (download?.is !== "fetching" || download.file.is !== "complete") return;
    saveFile(this.#url(download.file.parts, download.file.type), download.name);
    this.#onDownload(turn, container, { is: "saved" });
  }

  #onDownload(turn: number, container: Container, is: Parameters<typeof withDownload>[2]): void {
    const key = downloadKey(turn, container);
    this.#update({ received: withDownload(this.snapshot.received, key, is) });
  }

  #onPhotos(): void {
    this.#update({ photos: this.#uploads.photos });
    this.#sayWhenReady();
  }

  #sayWhenReady(): void {
    const saying = this.snapshot.saying;
    if (saying?.waits !== "photos" || this.#uploads.busy) return;
    const refused = this.snapshot.photos.find((photo) => photo.state === "refused");
    if (refused) {
      this.#update({ saying: null, draft: saying.text, unsaid: refused.message });
      return;
    }
    const waits = "kernel" as const;
    this.#update({ saying: { ...saying, waits } });
    const photos = this.#uploads.take();
    this.#given = photos;
    this.#update({ saying: { ...saying, photos, waits } });
    const ids = photos.map((photo) => photo.id);
    this.#send({ kind: "say", id: saying.id, text: saying.text, photos: ids });
  }

  #onAnswer(message: Extract<FromKernel, { kind: "heard" | "unsaid" }>): void {
    const saying = this.snapshot.saying;
    if (saying?.id !== message.id) return;
    if (message.kind === "heard") {
      this.#update({ saying: { ...saying, waits: "turn" } });
      return;
    }
    this.#update({ saying: null, draft: saying.text, unsaid: message.message });
    this.#uploads.giveBack(saying.photos);
  }

  #onUnsent({ text, photos }: Extract<FromKernel, { kind: "unsent" }>): void {
    const { draft } = this.snapshot;
    this.#update({ draft: draft.trim() ? `${text}\n${draft}` : text, isUnsent: true });
    // A page that was opened meanwhile knows their names alone.
    const named = ({ id, name }: { id: string; name: string }): Photo =>
      this.#given.find((photo) => photo.id === id) ?? {
        id,
        name,
        url: "",
        state: "ready",
        progress: 1,
        message: "",
      };
    this.#uploads.giveBack(photos.map(named));
  }

  #send(message: ToKernel, buffers?: ArrayBuffer[]): void {
    this.#model.send(message, undefined, buffers);
  }

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
