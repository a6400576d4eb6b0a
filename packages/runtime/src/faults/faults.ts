import type { Milliseconds } from '@asbuilt/core/model';
import type { ActiveFault, Fault, FaultEffect } from './fault.ts';

const none: readonly ActiveFault[] = [];

/** The faults of all edges, kept in memory: a restart ends them all. */
export class Faults {
  readonly #byEdge = new Map<string, readonly ActiveFault[]>();
  readonly #watchers = new Map<string, Set<() => void>>();
  #lastId = 0;

  /** Adds a fault. Throws a `RangeError` that says which value is out of range. */
  add(fault: Fault, now: Milliseconds): ActiveFault {
    requireValid(fault, now);
    this.#lastId += 1;
    const active: ActiveFault = { ...fault, id: this.#lastId };
    this.#byEdge.set(fault.edge, [...this.active(fault.edge, now), active]);
    for (const notice of this.#watchers.get(fault.edge) ?? []) notice();
    return active;
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
      return true;
    }
    return false;
  }

  /** Calls `notice` whenever the edge gets a new fault, until the answer is called. */
  watch(edge: string, notice: () => void): () => void {
    const watchers = this.#watchers.get(edge) ?? new Set();
    this.#watchers.set(edge, watchers.add(notice));
    return () => watchers.delete(notice);
  }

  #keep(edge: string, faults: readonly ActiveFault[]): readonly ActiveFault[] {
    if (faults.length === 0) this.#byEdge.delete(edge);
    else this.#byEdge.set(edge, faults);
    return faults;
  }
}

function requireValid(fault: Fault, now: Milliseconds): void {
  requireThat(
    Number.isFinite(fault.endsAtMs) && fault.endsAtMs > now,
    `A fault must end in the future, but endsAtMs is ${fault.endsAtMs} and it is ${now} now.`,
  );
  requireValidEffect(fault.effect);
}

function requireValidEffect(effect: FaultEffect): void {
  switch (effect.kind) {
    case 'refuse':
      return;
    case 'latency':
      return requireThat(
        effect.ms > 0 && effect.ms <= maxLatencyMs,
        `A latency must be above 0 and at most ${maxLatencyMs} ms, not ${effect.ms}.`,
      );
    case 'status':
      requireThat(
        Number.isInteger(effect.code) && effect.code >= 400 && effect.code <= 599,
        `A status fault answers with a code from 400 to 599, not ${effect.code}.`,
      );
      requireThat(
        effect.share > 0 && effect.share <= 1,
        `A status fault's share must be above 0 and at most 1, not ${effect.share}.`,
      );
  }
}

/** The longest time that a timer can wait: 2³¹ − 1 ms. */
const maxLatencyMs: Milliseconds = 2_147_483_647;

function requireThat(holds: boolean, sentence: string): void {
  if (!holds) throw new RangeError(sentence);
}
