import type { Milliseconds } from '@asbuilt/core/model';
import type { ActiveFault, Fault } from './fault.ts';
import { requireValid } from './require-valid.ts';
import { seeded } from './seeded.ts';

const none: readonly ActiveFault[] = [];

/** The faults of all edges, kept in memory: a restart ends them all. */
export class Faults {
  readonly #byEdge = new Map<string, readonly ActiveFault[]>();
  readonly #watchers = new Map<string, Set<() => void>>();
  #lastId = 0;

  /** Adds a fault. Throws a `RangeError` that says which value is out of range. */
  add(fault: Fault, now: Milliseconds): ActiveFault {
    requireValid(fault, now);
    const seed = fault.effect.kind === 'status' ? fault.effect.seed : undefined;
    const active: ActiveFault = { ...fault, id: this.newId(), ...(seed !== undefined && { random: seeded(seed) }) };
    this.#byEdge.set(fault.edge, [...this.active(fault.edge, now), active]);
    this.#notify(fault.edge);
    return active;
  }

  /** A number that no fault has, for one that is not kept here. */
  newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Whether no edge has any, so that nobody need ask what time it is. */
  get areNone(): boolean {
    return this.#byEdge.size === 0;
  }

  /** The faults that an edge has now, oldest first. Costs one check while no edge has any. */
  active(edge: string, now: Milliseconds): readonly ActiveFault[] {
    if (this.#byEdge.size === 0) return none;
    const faults = this.#byEdge.get(edge);
    if (faults === undefined) return none;
    if (faults.every((fault) => fault.endsAtMs > now)) return faults;
    return this.#keep(
      edge,
      faults.filter((fault) => fault.endsAtMs > now),
    );
  }

  /** All faults of now, by edge. */
  list(now: Milliseconds): readonly ActiveFault[] {
    return [...this.#byEdge.keys()].flatMap((edge) => this.active(edge, now));
  }

  /** Ends a fault before its time. `false` if there is none with that id (any more). */
  remove(id: number): boolean {
    for (const [edge, faults] of this.#byEdge) {
      const rest = faults.filter((fault) => fault.id !== id);
      if (rest.length === faults.length) continue;
      this.#keep(edge, rest);
      this.#notify(edge);
      return true;
    }
    return false;
  }

  /** Calls `notice` whenever the edge gets a new fault or one of its faults is removed, until the answer is called. */
  watch(edge: string, notice: () => void): () => void {
    const watchers = this.#watchers.get(edge) ?? new Set();
    this.#watchers.set(edge, watchers.add(notice));
    return () => watchers.delete(notice);
  }

  #notify(edge: string): void {
    for (const notice of this.#watchers.get(edge) ?? []) notice();
  }

  #keep(edge: string, faults: readonly ActiveFault[]): readonly ActiveFault[] {
    if (faults.length === 0) this.#byEdge.delete(edge);
    else this.#byEdge.set(edge, faults);
    return faults;
  }
}
