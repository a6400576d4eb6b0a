import type { Milliseconds } from '#model/index';

/** What to take a timer back with; 0 is none. */
export type TimerHandle = number;

const none = -1;
/** Indices in a handle; the rest tells how often a place was taken before, so that an old handle does nothing. */
const places = 2 ** 24;

/**
 * Many timers of which most are taken back before they are due: a hashed timing wheel (Varghese and Lauck 1987, scheme 6).
 * Arming and disarming take a few nanoseconds and allocate nothing once the wheel has been as full as it gets.
 *
 * Time comes as an argument, in milliseconds from a fixed point before all of it, and must not run backwards. A timer is due at the first
 * turn at or after its time, never before.
 */
export class TimerWheel<Item> {
  readonly #tickMs: Milliseconds;
  readonly #slots: Int32Array;
  /** By place: the items, when they are due, the place before and after in the same slot, and how often it was taken. */
  readonly #items: (Item | undefined)[] = [];
  readonly #dueAt: Milliseconds[] = [];
  readonly #before: number[] = [];
  readonly #after: number[] = [];
  readonly #turns: number[] = [];
  #free = none;
  #armed = 0;
  #tick: number | undefined;

  /**
   * @param tickMs how finely time is told apart: turning costs once a tick
   * @param slots how many ticks one round has; a timer beyond it waits for rounds
   */
  constructor(tickMs: Milliseconds = 10, slots = 512) {
    if (!(tickMs > 0) || !(slots >= 1))
      throw new RangeError(`A timer wheel needs a tick and a slot, not ${tickMs} ms and ${slots}.`);
    this.#tickMs = tickMs;
    this.#slots = new Int32Array(slots).fill(none);
  }

  /** Timers that are neither due nor taken back. */
  get armed(): number {
    return this.#armed;
  }

  /** Arms a timer for a point in time. */
  arm(item: Item, at: Milliseconds, now: Milliseconds): TimerHandle {
    this.#tick ??= Math.floor(now / this.#tickMs);
    const place = this.#take();
    this.#items[place] = item;
    this.#dueAt[place] = at;
    this.#link(place, Math.max(Math.floor(at / this.#tickMs), this.#tick));
    this.#armed += 1;
    return (this.#turns[place] ?? 0) * places + place + 1;
  }

  /** Takes a timer back; does nothing if it was due, was taken back, or is none. */
  disarm(handle: TimerHandle): void {
    const place = (handle - 1) % places;
    if (handle > 0 && this.#items[place] !== undefined && this.#turns[place] === Math.floor((handle - 1) / places)) {
      this.#release(place);
    }
  }

  /** Turns to a point in time, and hands over each item that is due by then. What it calls may arm and disarm. */
  turn(now: Milliseconds, due: (item: Item) => void): void {
    const target = Math.floor(now / this.#tickMs);
    if (this.#tick === undefined) return;
    // After a long pause every slot is looked at once.
    const first = Math.max(this.#tick, target - this.#slots.length + 1);
    for (let tick = first; tick <= target; tick += 1) this.#turnSlot(tick % this.#slots.length, now, due);
    // What is due later in this very tick is looked for again at the next turn.
    this.#tick = target;
  }

  #turnSlot(slot: number, now: Milliseconds, due: (item: Item) => void): void {
    for (let place = this.#slots[slot] ?? none; place !== none; ) {
      const next = this.#after[place] ?? none;
      const item = this.#items[place];
      if (item !== undefined && (this.#dueAt[place] ?? 0) <= now) {
        this.#release(place);
        due(item);
        // What was called may have changed the slot: it is looked at from its beginning.
        place = this.#slots[slot] ?? none;
      } else place = next;
    }
  }

  #take(): number {
    const place = this.#free;
    if (place === none) {
      if (this.#items.length >= places) throw new RangeError(`A timer wheel holds ${places} timers.`);
      this.#turns.push(0);
      return this.#items.push(undefined) - 1;
    }
    this.#free = this.#after[place] ?? none;
    return place;
  }

  #link(place: number, tick: number): void {
    const slot = tick % this.#slots.length;
    const first = this.#slots[slot] ?? none;
    // The first of a slot has the slot before it, as a number below every place.
    this.#before[place] = none - 1 - slot;
    this.#after[place] = first;
    if (first !== none) this.#before[first] = place;
    this.#slots[slot] = place;
  }

  #release(place: number): void {
    const [before, after] = [this.#before[place] ?? none, this.#after[place] ?? none];
    if (before < none) this.#slots[none - 1 - before] = after;
    else this.#after[before] = after;
    if (after !== none) this.#before[after] = before;
    this.#items[place] = undefined;
    this.#turns[place] = (this.#turns[place] ?? 0) + 1;
    this.#after[place] = this.#free;
    this.#free = place;
    this.#armed -= 1;
  }
}
