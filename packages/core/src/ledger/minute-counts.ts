import type { Milliseconds } from '#model/index';

const minuteMs: Milliseconds = 60_000;

/** The counts of one service in one minute. */
export interface MinuteRecord {
  readonly service: string;
  /** Minutes since the Unix epoch. */
  readonly minute: number;
  readonly good: number;
  readonly bad: number;
  /** Calls of drills, which say nothing about how users fared: counted apart. */
  readonly drilled: Totals;
}

/** How many calls a service answered well, and how many not. */
export interface Totals {
  readonly good: number;
  readonly bad: number;
}

interface Counts {
  readonly service: string;
  readonly minute: number;
  good: number;
  bad: number;
  drilledGood: number;
  drilledBad: number;
  /** Whether the file does not have these counts yet. */
  changed: boolean;
}

interface ServiceCounts {
  latest: Counts;
  readonly minutes: Map<number, Counts>;
}

/** The counts in memory, by service and minute. */
export class MinuteCounts {
  readonly #services = new Map<string, ServiceCounts>();
  #changed: Counts[] = [];

  /** Counts one call. */
  add(service: string, good: boolean, now: Milliseconds): void {
    const counts = this.#at(service, Math.floor(now / minuteMs));
    if (good) counts.good += 1;
    else counts.bad += 1;
    this.#markChanged(counts);
  }

  /** Counts one call that a drill made. */
  addDrilled(service: string, good: boolean, now: Milliseconds): void {
    const counts = this.#at(service, Math.floor(now / minuteMs));
    if (good) counts.drilledGood += 1;
    else counts.drilledBad += 1;
    this.#markChanged(counts);
  }

  /** Takes over a record from disk; the last one of a minute wins. */
  load(record: MinuteRecord): void {
    const counts = this.#at(record.service, record.minute);
    counts.good = record.good;
    counts.bad = record.bad;
    counts.drilledGood = record.drilled.good;
    counts.drilledBad = record.drilled.bad;
  }

  services(): readonly string[] {
    return [...this.#services.keys()];
  }

  /** The sums over the minutes that begin in `[fromMs, toMs)`, drills left out. */
  totals(service: string, fromMs: Milliseconds, toMs: Milliseconds): Totals {
    let good = 0;
    let bad = 0;
    for (const counts of this.#between(service, fromMs, toMs)) {
      good += counts.good;
      bad += counts.bad;
    }
    return { good, bad };
  }

  /** The same of the calls that drills made. */
  drilled(service: string, fromMs: Milliseconds, toMs: Milliseconds): Totals {
    let good = 0;
    let bad = 0;
    for (const counts of this.#between(service, fromMs, toMs)) {
      good += counts.drilledGood;
      bad += counts.drilledBad;
    }
    return { good, bad };
  }

  /** The records that changed since the last call, oldest minute first. */
  takeChanged(): readonly MinuteRecord[] {
    const changed = this.#changed.toSorted((a, b) => a.minute - b.minute);
    this.#changed = [];
    return changed.map((counts) => {
      counts.changed = false;
      const { service, minute, good, bad, drilledGood, drilledBad } = counts;
      return { service, minute, good, bad, drilled: { good: drilledGood, bad: drilledBad } };
    });
  }

  /** Undoes `takeChanged` for records that could not be written. */
  putBack(records: readonly MinuteRecord[]): void {
    for (const record of records) this.#markChanged(this.#at(record.service, record.minute));
  }

  /** Drops the minutes that began before. */
  forgetBefore(ms: Milliseconds): void {
    for (const { minutes } of this.#services.values()) {
      for (const minute of minutes.keys()) if (minute * minuteMs < ms) minutes.delete(minute);
    }
  }

  *#between(service: string, fromMs: Milliseconds, toMs: Milliseconds): Generator<Counts> {
    for (const counts of this.#services.get(service)?.minutes.values() ?? []) {
      const beginsMs = counts.minute * minuteMs;
      if (beginsMs >= fromMs && beginsMs < toMs) yield counts;
    }
  }

  #at(service: string, minute: number): Counts {
    const known = this.#services.get(service);
    if (known?.latest.minute === minute) return known.latest;
    const counts = known?.minutes.get(minute) ?? untouched(service, minute);
    if (known === undefined) {
      this.#services.set(service, { latest: counts, minutes: new Map([[minute, counts]]) });
    } else {
      known.latest = counts;
      known.minutes.set(minute, counts);
    }
    return counts;
  }

  #markChanged(counts: Counts): void {
    if (counts.changed) return;
    counts.changed = true;
    this.#changed.push(counts);
  }
}

function untouched(service: string, minute: number): Counts {
  return { service, minute, good: 0, bad: 0, drilledGood: 0, drilledBad: 0, changed: false };
}
