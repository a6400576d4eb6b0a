import type { Milliseconds, RateLimitPolicy } from '#model/index';

/** Where a key stands at the moment that it was asked for. */
export interface Allowance {
  /** Takes a token, if there is one left. */
  take(): boolean;
  /** Whole tokens that are left. */
  readonly remaining: number;
  /** How long until there is a token again, 0 if there is one. */
  readonly waitMs: Milliseconds;
  /** How long until all tokens are there again. */
  readonly fullInMs: Milliseconds;
}

/** As many keys are remembered: some megabytes. */
const usualKeys = 50_000;
/** Of a token; sums of binary fractions miss whole numbers by less. */
const dust = 1e-6;

/** What one key has used, and when that was reckoned; it drains as time goes by. */
class Bucket implements Allowance {
  readonly #policy: RateLimitPolicy;
  #used = 0;
  #at: Milliseconds;

  constructor(policy: RateLimitPolicy, now: Milliseconds) {
    this.#policy = policy;
    this.#at = now;
  }

  get at(): Milliseconds {
    return this.#at;
  }

  get remaining(): number {
    return Math.max(0, Math.floor(this.#policy.requests - this.#used + dust));
  }

  get waitMs(): Milliseconds {
    const missing = this.#used + 1 - this.#policy.requests;
    return missing <= dust ? 0 : missing * this.#msPerToken;
  }

  get fullInMs(): Milliseconds {
    return this.#used * this.#msPerToken;
  }

  take(): boolean {
    if (this.#used + 1 > this.#policy.requests + dust) return false;
    this.#used += 1;
    return true;
  }

  drain(now: Milliseconds): void {
    this.#used = Math.max(0, this.#used - (now - this.#at) / this.#msPerToken);
    this.#at = now;
  }

  get #msPerToken(): Milliseconds {
    return this.#policy.perMs / this.#policy.requests;
  }
}

/**
 * Token buckets, one a key: each lets `requests` through at once, and then as many as flow back, evenly, within `perMs`.
 * It counts what was taken instead of what is left ("leaky bucket as a meter", ITU-T I.371, annex A), so that a key that
 * was quiet for long is the same as one that never came, and can be forgotten.
 *
 * Time comes as an argument, in milliseconds from any fixed point, and must not run backwards.
 */
export class RateLimiter {
  readonly #policy: RateLimitPolicy;
  readonly #maxKeys: number;
  readonly #buckets = new Map<string, Bucket>();
  #sweptAt: Milliseconds = Number.NEGATIVE_INFINITY;

  /** Throws a `RangeError` for a policy that would let nothing through. */
  constructor(policy: RateLimitPolicy, maxKeys: number = usualKeys) {
    if (!(policy.requests >= 1 && policy.perMs > 0))
      throw new RangeError(`A rate limit must let a request through, not ${policy.requests} in ${policy.perMs} ms.`);
    this.#policy = policy;
    this.#maxKeys = maxKeys;
  }

  /** Where a key stands now; the answer is good until the next one for the same key. */
  of(key: string, now: Milliseconds): Allowance {
    const bucket = this.#buckets.get(key) ?? this.#begin(key, now);
    bucket.drain(now);
    return bucket;
  }

  /** Keys that are remembered now. */
  get size(): number {
    return this.#buckets.size;
  }

  #begin(key: string, now: Milliseconds): Bucket {
    if (this.#buckets.size >= this.#maxKeys) this.#makeRoom(now);
    const bucket = new Bucket(this.#policy, now);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  /** Forgets who is quiet; where nobody is, who came first: better one that gets more than an attacker who fills the memory. */
  #makeRoom(now: Milliseconds): void {
    if (now - this.#sweptAt >= this.#policy.perMs) {
      this.#sweptAt = now;
      for (const [key, { at }] of this.#buckets) if (now - at >= this.#policy.perMs) this.#buckets.delete(key);
    }
    if (this.#buckets.size < this.#maxKeys) return;
    for (const [first] of this.#buckets) {
      this.#buckets.delete(first);
      return;
    }
  }
}
