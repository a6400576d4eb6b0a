import type { Bytes, Milliseconds } from './units.ts';

/** Which answers a cache is for, by what the document says that it is used for. */
export type CachedKind = 'static' | 'answers' | 'anything';

/** One cache on the way of an answer. */
export interface CacheTierPolicy {
  /** As the document names it. */
  readonly name: string;
  /** How long an answer is fresh whose origin says nothing about that, and how long any answer is at most. */
  readonly ttlMs: Milliseconds;
  /** The answers that are kept though their origin says nothing: static files, all others, or both. */
  readonly holds: CachedKind;
  /** How much it holds; as much as usual where absent. */
  readonly maxBytes?: Bytes;
}

/** The caches that answers pass on their way out. */
export interface CachePolicy {
  /** Caches that many users share (RFC 9111), from the user inwards. */
  readonly tiers: readonly CacheTierPolicy[];
  /** What the user's own browser is told to keep. */
  readonly browser?: CacheTierPolicy;
  /** An answer whose time is up is given all the same while the callee fails. */
  readonly staleIfError?: true;
  /** The callee is asked directly while one of the tiers fails. */
  readonly directOrigin?: true;
  /** The largest answer that is kept; as large as usual where absent. */
  readonly maxAnswerBytes?: Bytes;
}
