import type { Milliseconds } from '#model/index';

/** Something that happens at a moment of virtual time. */
interface Event {
  readonly at: Milliseconds;
  /** Events of the same moment happen in the order they were planned in. */
  readonly order: number;
  readonly happen: (now: Milliseconds) => void;
}

/** The future, as a binary heap: the earliest event first. */
export class Events {
  readonly #heap: Event[] = [];
  #planned = 0;

  plan(at: Milliseconds, happen: Event['happen']): void {
    const event = { at, order: this.#planned, happen };
    this.#planned += 1;
    let hole = this.#heap.push(event) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || isBefore(above, event)) break;
      this.#heap[hole] = above;
      hole = parent;
    }
    this.#heap[hole] = event;
  }

  /** Lets everything happen, in order, until nothing is left. */
  run(): void {
    for (let event = this.#take(); event !== undefined; event = this.#take()) event.happen(event.at);
  }

  #take(): Event | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || this.#heap.length === 0) return first;
    let hole = 0;
    for (;;) {
      const child = this.#earlierChild(hole);
      const below = this.#heap[child];
      if (below === undefined || isBefore(last, below)) break;
      this.#heap[hole] = below;
      hole = child;
    }
    this.#heap[hole] = last;
    return first;
  }

  #earlierChild(parent: number): number {
    const [left, right] = [this.#heap[2 * parent + 1], this.#heap[2 * parent + 2]];
    return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * parent + 2 : 2 * parent + 1;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
