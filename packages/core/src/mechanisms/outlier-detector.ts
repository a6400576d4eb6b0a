import type { Milliseconds, OutlierPolicy } from '#model/index';

/** One instance, as its calls show it. Only the detector that made it changes it. */
export interface Suspect {
  /** Calls that it failed in a row. */
  failures: number;
  /** Until when it gets no calls; in the past while it gets some. */
  ejectedUntil: Milliseconds;
}

/**
 * Finds instances that fail while others do not, and takes them out for a time ("outlier detection" as in Envoy, by
 * consecutive failures). Where more than the stated share would be out, nobody else is taken out ("panic threshold"):
 * when most of them fail, it is not the instances, and calls that could succeed are worth more than order.
 *
 * Time comes as an argument, in milliseconds from any fixed point, and must not run backwards.
 */
export class OutlierDetector {
  readonly #policy: OutlierPolicy;
  readonly #members = new Set<Suspect>();

  /** Throws a `RangeError` for a policy that would take everybody out, or nobody ever. */
  constructor(policy: OutlierPolicy) {
    const { afterFailures, ejectMs, maxShare } = policy;
    if (!(afterFailures >= 1 && ejectMs > 0 && maxShare > 0 && maxShare < 1)) {
      throw new RangeError(
        `An outlier policy needs a failure or more, a time above 0 and a share between 0 and 1, not ${afterFailures}, ${ejectMs} ms and ${maxShare}.`,
      );
    }
    this.#policy = policy;
  }

  /** Takes an instance in, free of suspicion. */
  join(): Suspect {
    const suspect = { failures: 0, ejectedUntil: Number.NEGATIVE_INFINITY };
    this.#members.add(suspect);
    return suspect;
  }

  /** Forgets an instance that is gone. */
  leave(suspect: Suspect): void {
    this.#members.delete(suspect);
  }

  /** An instance answered a call. */
  succeed(suspect: Suspect): void {
    suspect.failures = 0;
  }

  /** An instance failed a call. Answers whether that took it out. */
  fail(suspect: Suspect, now: Milliseconds): boolean {
    suspect.failures += 1;
    if (suspect.failures < this.#policy.afterFailures || this.isEjected(suspect, now)) return false;
    if ((this.ejected(now) + 1) / this.#members.size > this.#policy.maxShare) return false;
    suspect.failures = 0;
    suspect.ejectedUntil = now + this.#policy.ejectMs;
    return true;
  }

  isEjected(suspect: Suspect, now: Milliseconds): boolean {
    return now < suspect.ejectedUntil;
  }

  /** How many are out now. */
  ejected(now: Milliseconds): number {
    let count = 0;
    for (const suspect of this.#members) if (this.isEjected(suspect, now)) count += 1;
    return count;
  }
}
