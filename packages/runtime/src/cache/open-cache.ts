import { Cache } from './cache.ts';
import { surroundingsOf } from './config.ts';
import type { CacheOptions, CacheValues } from './options.ts';
import { RedisStore } from './redis-store.ts';
import { requireOptions } from './require-options.ts';

export type { Cache } from './cache.ts';
export type { CacheCounts, CacheOptions, CacheValues, EntryOptions, Reach } from './options.ts';

/**
 * Opens a cache of the application (section 6 of an overview): in this process, and in a Redis behind it where `REDIS_URL`
 * or `redis` names one, so that all processes share what one has fetched, and hear of it when one drops something. Without
 * Redis each process keeps its own, and a change reaches this one only (`reach`).
 *
 * @throws {Error} when neither a time nor a layer of the overview is given
 * @throws {RangeError} for numbers, times and addresses that no cache has
 */
export function openCache<V>(options: CacheOptions & CacheValues<V>): Promise<Cache<V>>;
export function openCache(options?: CacheOptions): Promise<Cache<unknown>>;
export function openCache(options: CacheOptions & Partial<CacheValues<unknown>> = {}): Promise<Cache<unknown>> {
  return open({ read: (json) => json, ...options });
}

async function open<V>(options: CacheOptions & CacheValues<V>): Promise<Cache<V>> {
  requireOptions(options);
  const { ttlMs, redis: url } = surroundingsOf(options);
  const { read } = options;
  if (url === undefined) return new Cache({ options, ttlMs, read, store: undefined });
  let cache: Cache<V> | undefined;
  const store = await RedisStore.open({
    url,
    prefix: `asbuilt:${options.prefix ?? options.layer ?? 'cache'}:`,
    leaseMs: options.leaseMs ?? 5000,
    onChange: (change) => cache?.heard(change),
    onDown: (problem) => {
      if (problem !== undefined) options.onProblem?.(problem);
    },
  });
  cache = new Cache({ options, ttlMs, read, store });
  return cache;
}
