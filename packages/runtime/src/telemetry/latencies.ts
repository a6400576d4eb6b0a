import type { Milliseconds, Ratio } from '@asbuilt/core/model';

/** Buckets an octave: a quantile is off by at most 1/32 of its value. */
const stepsPerOctave = 16;
/** The first octave begins here; everything faster is in bucket 0. */
const smallestMs: Milliseconds = 1 / 16;
/** From 1/16 ms to 2²⁰ ms (17 minutes); everything slower is in the last bucket. */
const octaves = 24;
const buckets = octaves * stepsPerOctave + 2;

/**
 * How long calls took: a histogram whose buckets grow with the value (linear within an octave, as in HdrHistogram).
 * Adding costs a few nanoseconds and allocates nothing.
 */
export class Latencies {
  readonly #counts = new Float64Array(buckets);
  #count = 0;
  #sumMs = 0;

  get count(): number {
    return this.#count;
  }

  get sumMs(): Milliseconds {
    return this.#sumMs;
  }

  add(ms: Milliseconds): void {
    const bucket = bucketOf(ms);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count += 1;
    this.#sumMs += ms;
  }

  /** How many took less than `2 ** exponent` ms, exactly: octaves begin at powers of two. */
  countBelow(exponent: number): number {
    const end = bucketOf(2 ** exponent);
    let count = 0;
    for (let bucket = 0; bucket < end; bucket += 1) count += this.#counts[bucket] ?? 0;
    return count;
  }

  /** Adds up the counts of another histogram. */
  include(other: Latencies): void {
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + (other.#counts[bucket] ?? 0);
    }
    this.#count += other.#count;
    this.#sumMs += other.#sumMs;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#sumMs = 0;
  }

  /** The time that the share `quantile` of the calls took at most; absent while there were none. */
  quantile(quantile: Ratio): Milliseconds | undefined {
    if (this.#count === 0) return undefined;
    const rank = Math.max(1, Math.ceil(quantile * this.#count));
    let seen = 0;
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= rank) return middleOf(bucket);
    }
    return middleOf(buckets - 1);
  }
}

function bucketOf(ms: Milliseconds): number {
  if (!(ms >= smallestMs)) return 0;
  const times = ms / smallestMs;
  if (times >= 2 ** octaves) return buckets - 1;
  const octave = 31 - Math.clz32(times);
  return 1 + octave * stepsPerOctave + Math.floor((times / (1 << octave) - 1) * stepsPerOctave);
}

function middleOf(bucket: number): Milliseconds {
  if (bucket === 0) return smallestMs / 2;
  const octave = Math.floor((bucket - 1) / stepsPerOctave);
  const step = (bucket - 1) % stepsPerOctave;
  return smallestMs * 2 ** octave * (1 + (step + 0.5) / stepsPerOctave);
}
