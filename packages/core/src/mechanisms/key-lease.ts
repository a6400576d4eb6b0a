import type { Milliseconds } from '#model/index';

/** For how long the known keys of an issuer are good. */
export interface KeyLeaseTimes {
  /** How old keys may get before new ones are asked for. */
  readonly freshMs: Milliseconds;
  /** How much longer they are good while no new ones are to be had. */
  readonly lastMs: Milliseconds;
  /** The least time between two attempts to get keys, whoever asks for them. */
  readonly pauseMs: Milliseconds;
}

/**
 * When to ask an issuer for its keys, and whether the known ones still count. Tokens that name a key which nobody knows
 * cost nothing to make, so they do not get the issuer asked more often than once in a pause.
 *
 * Time comes as an argument, in milliseconds from any fixed point, and must not run backwards.
 */
export class KeyLease {
  readonly #times: KeyLeaseTimes;
  #renewedAt: Milliseconds = Number.NEGATIVE_INFINITY;
  #attemptedAt: Milliseconds = Number.NEGATIVE_INFINITY;

  constructor(times: KeyLeaseTimes) {
    this.#times = times;
  }

  /** The issuer said at this time which keys it has. */
  renew(now: Milliseconds): void {
    this.#renewedAt = now;
  }

  /** Whether tokens may be checked with the known keys. */
  isGood(now: Milliseconds): boolean {
    return now - this.#renewedAt < this.#times.freshMs + this.#times.lastMs;
  }

  /** Whether new keys should be had, however well the known ones serve. */
  isStale(now: Milliseconds): boolean {
    return now - this.#renewedAt >= this.#times.freshMs;
  }

  /** Begins an attempt, if the last one is long enough ago. */
  attempt(now: Milliseconds): boolean {
    if (now - this.#attemptedAt < this.#times.pauseMs) return false;
    this.#attemptedAt = now;
    return true;
  }

  /** How long until an attempt may be made. */
  waitMs(now: Milliseconds): Milliseconds {
    return Math.max(0, this.#attemptedAt + this.#times.pauseMs - now);
  }
}
