import { type KeepingTimes, shortened } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import { Entries, type Entry } from './entries.ts';
import { type Fetched, fetchShared } from './fetch-shared.ts';
import type { CacheCounts, CacheOptions, EntryOptions, Reach } from './options.ts';
import type { RedisStore } from './redis-store.ts';
import { requireEntry } from './require-options.ts';
import type { Change, Drop } from './shared-store.ts';

/** A value that is being fetched, for all in this process who want it. */
interface Flight<V> {
  readonly promise: Promise<V>;
  readonly tags: readonly string[];
}

/** What is wanted of a key. */
interface Want<V> {
  /** What there was of it, too old. */
  readonly before: Entry<V> | undefined;
  readonly fetch: () => V | Promise<V>;
  readonly options?: EntryOptions;
}

const none: readonly string[] = [];
/** After a value could not be renewed, it is given for so long before that is tried again. */
const triesAgainAfterMs: Milliseconds = 1000;

/** What a cache is made with, all of it known. */
export interface CacheSetup<V> {
  readonly read: (json: unknown) => V;
  readonly options: CacheOptions;
  readonly ttlMs: Milliseconds;
  readonly store: RedisStore | undefined;
}

/** A cache in the application: in this process, and in a Redis behind it where there is one. */
export class Cache<V> {
  readonly #entries: Entries<V>;
  readonly #flights = new Map<string, Flight<V>>();
  readonly #store: RedisStore | undefined;
  readonly #options: CacheOptions;
  readonly #read: (json: unknown) => V;
  readonly #ttlMs: Milliseconds;
  readonly #now: () => Milliseconds;
  readonly #random: () => number;
  readonly #counts = { hits: 0, stale: 0, misses: 0, coalesced: 0, shared: 0 };

  constructor({ options, ttlMs, read, store }: CacheSetup<V>) {
    this.#options = options;
    this.#ttlMs = ttlMs;
    this.#read = read;
    this.#store = store;
    this.#now = options.now ?? (() => performance.now());
    this.#random = options.random ?? Math.random;
    this.#entries = new Entries(options.maxEntries ?? 10_000);
  }

  /**
   * The value of a key, fetched if there is none that is fresh. However many ask at the same time, `fetch` is called once
   * in this process, and with Redis once in all, unless a process dies while it fetches. What it throws is thrown to all
   * who wait, and not kept. A `fetch` that asks for its own key waits for itself.
   */
  getOrSet(key: string, fetch: () => V | Promise<V>, options?: EntryOptions): Promise<V> {
    const entry = this.#entries.get(key);
    if (entry !== undefined && this.#now() < entry.freshUntil) {
      this.#counts.hits += 1;
      return entry.promise;
    }
    return this.#notFresh(key, { before: entry, fetch, ...(options && { options }) });
  }

  /** Drops keys, here and in all other processes. */
  delete(...keys: readonly string[]): Promise<Reach> {
    return this.#drop(keys.map((key) => ({ kind: 'drop', key })));
  }

  /** Drops all that has one of the tags, here and in all other processes. */
  deleteTags(...tags: readonly string[]): Promise<Reach> {
    return this.#drop(tags.map((tag) => ({ kind: 'tag', tag })));
  }

  /** Drops everything, here and in all other processes. */
  clear(): Promise<Reach> {
    return this.#drop([{ kind: 'all' }]);
  }

  /** How far a change would be told now. */
  get reach(): Reach {
    return this.#store?.isUp === true ? 'all' : 'process';
  }

  get counts(): CacheCounts {
    return { ...this.#counts };
  }

  /** Keys in this process. */
  get size(): number {
    return this.#entries.size;
  }

  async close(): Promise<void> {
    this.#entries.clear();
    await this.#store?.close();
  }

  /** Takes over what changed, here or elsewhere. */
  heard(change: Change): void {
    if (change.kind === 'done') return;
    this.#entries.drop(change);
    // Who waits already gets what is on its way; whoever comes now gets something newer.
    for (const [key, { tags }] of this.#flights) if (concerns(change, key, tags)) this.#flights.delete(key);
  }

  async #drop(drops: readonly Drop[]): Promise<Reach> {
    for (const drop of drops) this.heard(drop);
    const store = this.#store;
    if (store === undefined) return 'process';
    const told = await Promise.all(drops.map((drop) => store.tell(drop)));
    return told.includes(false) ? 'process' : 'all';
  }

  #notFresh(key: string, want: Want<V>): Promise<V> {
    const { before } = want;
    const flight = this.#flights.get(key);
    if (before !== undefined && this.#now() < before.renewUntil) {
      this.#counts.stale += 1;
      if (flight === undefined) this.#fly(key, want).catch((error: unknown) => this.#problem(error));
      return before.promise;
    }
    if (flight === undefined) return this.#fly(key, want);
    this.#counts.coalesced += 1;
    return flight.promise;
  }

  #fly(key: string, want: Want<V>): Promise<V> {
    const flight: Flight<V> = {
      // Whatever it fetches by, it begins after the flight is known.
      promise: Promise.resolve()
        .then(() => this.#bring(key, want, () => this.#flights.get(key) === flight))
        .finally(() => {
          if (this.#flights.get(key) === flight) this.#flights.delete(key);
        }),
      tags: want.options?.tags ?? none,
    };
    this.#flights.set(key, flight);
    return flight.promise;
  }

  /** @param isCurrent whether the key was not dropped since: what is fetched then may be the value of before */
  async #bring(key: string, { before, fetch, options = {} }: Want<V>, isCurrent: () => boolean): Promise<V> {
    const fetchOnce = async (): Promise<V> => {
      this.#counts.misses += 1;
      return fetch();
    };
    requireEntry(key, options);
    try {
      const fetched = await this.#fetch(key, fetchOnce, options);
      if (isCurrent()) this.#keep(key, fetched);
      return fetched.value;
    } catch (error) {
      const now = this.#now();
      if (before === undefined || now >= before.errorUntil || !isCurrent()) throw error;
      this.#problem(error);
      this.#counts.stale += 1;
      this.#entries.set(key, { ...before, freshUntil: Math.min(now + triesAgainAfterMs, before.errorUntil) });
      return before.promise;
    }
  }

  async #fetch(key: string, fetch: () => Promise<V>, options: EntryOptions): Promise<Fetched<V>> {
    const tags = options.tags ?? none;
    const timesOf = (value: unknown): KeepingTimes => this.#timesOf(value, options);
    const store = this.#store;
    if (store?.isUp === true) {
      const shared = await fetchShared({
        store,
        key,
        tags,
        timesOf,
        fetch,
        read: this.#read,
        leaseMs: this.#options.leaseMs ?? 5000,
        onProblem: (error) => this.#problem(error),
      });
      if (shared.isElsewhere) this.#counts.shared += 1;
      return shared;
    }
    const value = await fetch();
    return { value, tags, times: timesOf(value), isElsewhere: false, mayBeKept: true };
  }

  #timesOf(value: unknown, options: EntryOptions): KeepingTimes {
    const given = { ...this.#options, ...options };
    if (value === undefined) return { freshMs: given.absentMs ?? 0, staleWhileRenewedMs: 0, staleOnErrorMs: 0 };
    return {
      freshMs: shortened(options.ttlMs ?? this.#ttlMs, this.#options.jitter ?? 0.1, this.#random()),
      staleWhileRenewedMs: given.staleWhileRenewedMs ?? 0,
      staleOnErrorMs: given.staleOnErrorMs ?? 0,
    };
  }

  #keep(key: string, { value, tags, times, mayBeKept }: Fetched<V>): void {
    const { freshMs, staleWhileRenewedMs, staleOnErrorMs } = times;
    if (!mayBeKept || freshMs + Math.max(staleWhileRenewedMs, staleOnErrorMs) <= 0) return;
    const freshUntil = this.#now() + freshMs;
    this.#entries.set(key, {
      promise: Promise.resolve(value),
      freshUntil,
      renewUntil: freshUntil + staleWhileRenewedMs,
      errorUntil: freshUntil + staleOnErrorMs,
      tags,
    });
  }

  #problem(error: unknown): void {
    this.#options.onProblem?.(error instanceof Error ? error : new Error(String(error)));
  }
}

function concerns(drop: Drop, key: string, tags: readonly string[]): boolean {
  if (drop.kind === 'all') return true;
  return drop.kind === 'drop' ? drop.key === key : tags.includes(drop.tag);
}
