/**
 * A bulkhead (Nygard, *Release It!*): as many calls at a time as a callee is laid out for, so that more than it can take
 * slows nobody else down. Who does not get in is refused at once: a queue in front of a full service only ages.
 */
export class Bulkhead {
  #places: number;
  #taken = 0;

  /** Throws a `RangeError` for fewer than one place; `Infinity` is as good as none. */
  constructor(places: number) {
    this.#places = requirePlaces(places);
  }

  /** Changes how many places there are. Where more are taken than are left, nobody is turned out. */
  resize(places: number): void {
    this.#places = requirePlaces(places);
  }

  /** Takes a place, which must be left exactly once; `false` if there is none. */
  enter(): boolean {
    if (this.#taken >= this.#places) return false;
    this.#taken += 1;
    return true;
  }

  leave(): void {
    this.#taken -= 1;
  }

  get places(): number {
    return this.#places;
  }

  /** Places that are taken now. */
  get taken(): number {
    return this.#taken;
  }
}

function requirePlaces(places: number): number {
  if (places >= 1) return places;
  throw new RangeError(`A bulkhead must have a place or more, not ${places}.`);
}
