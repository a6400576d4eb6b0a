import type { Milliseconds, Ratio } from '@asbuilt/core/model';

/** How a cache says what the values are that come from another process. */
export interface CacheValues<V> {
  /** Makes a value of what JSON keeps of it, or throws, e.g. a schema's `parse`; of `undefined` where that was the value. */
  readonly read: (json: unknown) => V;
}

/** How a cache of the application keeps. Times are those of an entry unless it is given others. */
export interface CacheOptions {
  /** A cache that section 6 names, whose time holds: `asbuilt up` tells services of them. */
  readonly layer?: string;
  /** How long a value is fresh. Needed where no layer is given. */
  readonly ttlMs?: Milliseconds;
  /** By how much of its time, at most, chance makes an entry end earlier, so that not all end at once; 0.1 if absent. */
  readonly jitter?: Ratio;
  /** From the end of its time: a value is given while it is fetched anew; 0 if absent. */
  readonly staleWhileRenewedMs?: Milliseconds;
  /** From the end of its time: a value is given if it cannot be fetched anew; 0 if absent. */
  readonly staleOnErrorMs?: Milliseconds;
  /** How long it is remembered that there is none (`undefined`); 0 if absent. */
  readonly absentMs?: Milliseconds;
  /** Entries in this process; what was not asked for the longest goes first. 10,000 if absent. */
  readonly maxEntries?: number;
  /** Of a Redis that all processes share; `REDIS_URL` if absent, none if it is false. Values must survive JSON then. */
  readonly redis?: string | false;
  /** Where keys begin in Redis, so that several caches do not meet; the layer's name, or `cache`, if absent. */
  readonly prefix?: string;
  /** For how long a process may fetch a value without a sign of life until another one takes over; 5 s if absent. */
  readonly leaseMs?: Milliseconds;
  /** Hears what went wrong and was coped with: Redis is down, a value could not be renewed. Nothing if absent. */
  readonly onProblem?: (problem: Error) => void;
  /** Milliseconds that never run backwards. */
  readonly now?: () => Milliseconds;
  /** Chance, 0 (included) to 1 (excluded). */
  readonly random?: () => number;
}

/** What holds for one entry instead of what holds for its cache. */
export interface EntryOptions
  extends Pick<CacheOptions, 'ttlMs' | 'staleWhileRenewedMs' | 'staleOnErrorMs' | 'absentMs'> {
  /** By what it can be dropped together with others. */
  readonly tags?: readonly string[];
}

/** How far a change was told: to `all` processes, or to this one only, since there is no Redis, or none that answers. */
export type Reach = 'all' | 'process';

/** What a cache did since it was opened. */
export interface CacheCounts {
  readonly hits: number;
  /** Values that were stale when they were given. */
  readonly stale: number;
  /** Calls that fetched. */
  readonly misses: number;
  /** Calls that waited for another one's value. */
  readonly coalesced: number;
  /** Values that another process had put into Redis. */
  readonly shared: number;
}
