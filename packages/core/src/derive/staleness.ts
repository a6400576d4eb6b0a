import type { CacheLayer, Milliseconds, Model, Ratio, Stated } from '#model/index';
import { type CachedData, type CacheTier, dataOf, distanceOf, tierOf } from './cache-tier.ts';

/** A cache that a request passes, with how long it keeps an entry. */
export interface CacheStop {
  readonly cache: CacheLayer;
  readonly tier: CacheTier;
  readonly ttl: Stated<Milliseconds>;
}

/** The caches that hold data of one kind, from the user inwards; those without a stated time or place are left out. */
export function cachePath(model: Model, data: CachedData): readonly CacheStop[] {
  const stops = model.overview.caches.flatMap((cache): CacheStop[] => {
    const tier = tierOf(cache);
    return tier === undefined || cache.ttlMs === undefined || !dataOf(cache).has(data)
      ? []
      : [{ cache, tier, ttl: cache.ttlMs }];
  });
  return stops.toSorted((one, other) => distanceOf(one.tier) - distanceOf(other.tier));
}

/** One cache of each tier, the one that keeps for the longest: several of one tier stand beside each other. */
export function longestByTier(path: readonly CacheStop[]): readonly CacheStop[] {
  const longest = new Map<CacheTier, CacheStop>();
  for (const stop of path) if (stop.ttl.value > (longest.get(stop.tier)?.ttl.value ?? -1)) longest.set(stop.tier, stop);
  return [...longest.values()];
}

/**
 * How old an answer may be by time alone: each cache may fetch, at the last moment, what the one behind it is about to
 * drop, so the times add up. (RFC 9111, section 4.2.3, has the `Age` header so that HTTP caches can subtract; caches that do not
 * speak HTTP to each other cannot.)
 */
export function worstAgeMs(path: readonly CacheStop[]): Milliseconds {
  return path.reduce((sum, { ttl }) => sum + ttl.value, 0);
}

/**
 * The share of questions that a cache answers when they all come from one cache in front of it, of a key that is always
 * asked for. The outer one asks once in `outerMs`; the inner entry, fetched by the first of these questions, answers those
 * that come while it lives.
 */
export function hitShareBehind(outerMs: Milliseconds, innerMs: Milliseconds): Ratio {
  if (outerMs === 0) return 1;
  const questions = Math.max(1, Math.ceil(innerMs / outerMs));
  return (questions - 1) / questions;
}
