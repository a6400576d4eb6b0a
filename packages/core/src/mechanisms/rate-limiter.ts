import type { Milliseconds, RateLimitPolicy } from '#model/index';

/** What one key has used, and when that was reckoned; it drains as time goes by. */
interface Bucket {
  used: number;
  at: Milliseconds;
}

/** As many keys are remembered: some megabytes. */
const usualKeys = 50_000;
/** Of a token; sums of binary fractions miss whole numbers by less. */
const dust = 1e-6;

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

  /** Takes a token of a key, if it has one left. */
  take(key: string, now: Milliseconds): boolean {
    const bucket = this.#buckets.get(key) ?? this.#begin(key, now);
    this.#drain(bucket, now);
    if (bucket.used + 1 > this.#policy.requests + dust) return false;
    bucket.used += 1;
    return true;
  }

  /** Whole tokens that a key has left. */
  remaining(key: string, now: Milliseconds): number {
    return Math.max(0, Math.floor(this.#policy.requests - this.#usedBy(key, now) + dust));
  }

  /** How long until a key has a token again, 0 if it has one. */
  waitMs(key: string, now: Milliseconds): Milliseconds {
    const missing = this.#usedBy(key, now) + 1 - this.#policy.requests;
    return missing <= dust ? 0 : missing * this.#msPerToken;
  }

  /** How long until a key has all of its tokens again. */
  fullInMs(key: string, now: Milliseconds): Milliseconds {
    return this.#usedBy(key, now) * this.#msPerToken;
  }

  /** Keys that are remembered now. */
  get size(): number {
    return this.#buckets.size;
  }

  get #msPerToken(): Milliseconds {
    return this.#policy.perMs / this.#policy.requests;
  }

  #usedBy(key: string, now: Milliseconds): number {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return 0;
    this.#drain(bucket, now);
    return bucket.used;
  }

  #drain(bucket: Bucket, now: Milliseconds): void {
    bucket.used = Math.max(0, bucket.used - (now - bucket.at) / this.#msPerToken);
    bucket.at = now;
  }

  #begin(key: string, now: Milliseconds): Bucket {
    if (this.#buckets.size >= this.#maxKeys) this.#makeRoom(now);
    const bucket = { used: 0, at: now };
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
