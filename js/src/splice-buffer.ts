// Stands in for micromark's list of events (options.mjs), of which most is not used here.

/** A list that is changed at one place after the other: what lies behind the place is not moved. */
export class SpliceBuffer<Item> {
  readonly #before: Item[];
  /** The last one first. */
  readonly #behind: Item[] = [];

  constructor(items: readonly Item[] = []) {
    this.#before = [...items];
  }

  get length(): number {
    return this.#before.length + this.#behind.length;
  }

  get(at: number): Item {
    const before = this.#before;
    const behind = this.#behind;
    return (at < before.length ? before[at] : behind[this.length - 1 - at]) as Item;
  }

  slice(start: number, end = this.length): Item[] {
    const isBefore = end <= this.#before.length;
    return (isBefore ? this.#before : [...this.#before, ...this.#behind.toReversed()]).slice(
      start,
      end,
    );
  }

  splice(start: number, count: number, items: readonly Item[]): void {
    while (this.#before.length > start) this.#behind.push(this.#before.pop() as Item);
    while (this.#before.length < start) this.#before.push(this.#behind.pop() as Item);
    this.#behind.length -= count;
    for (const item of items) this.#before.push(item);
  }
}
