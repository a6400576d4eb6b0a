import { type CacheTier, distanceOf, isSharedOnTheWay } from '#derive/cache-tier';
import { type CacheStop, cachePath, hitShareBehind } from '#derive/staleness';
import type { Report, Rule } from '../rule.ts';
import { duration, quoted } from '../say.ts';

/** Section 6: a cache sees only what the one in front of it has forgotten. */
export const innerTiersStillHit: Rule = {
  name: 'inner-tiers-still-hit',
  sentence: 'A cache behind another one keeps the same data for longer than it',
  severity: 'warning',
  holds: ['caching/*/layer', 'caching/*/ttl', 'caching/*/use-case'],
  check({ model }, report) {
    for (const data of ['answers', 'static'] as const) {
      const path = cachePath(model, data);
      const shared = shortestShared(path);
      for (const inner of path) {
        const outer = shared.findLast(({ tier }) => distanceOf(tier) < distanceOf(inner.tier));
        if (outer === undefined || hitShareBehind(outer.ttl.value, inner.ttl.value) > 0) continue;
        reportNeverHit(outer, inner, report);
      }
    }
  },
};

/** Of each tier that many users share the cache that asks the most often, from the user inwards. */
function shortestShared(path: readonly CacheStop[]): readonly CacheStop[] {
  const shortest = new Map<CacheTier, CacheStop>();
  for (const stop of path) {
    const known = shortest.get(stop.tier);
    if (isSharedOnTheWay(stop.tier) && stop.ttl.value < (known?.ttl.value ?? Infinity)) shortest.set(stop.tier, stop);
  }
  return [...shortest.values()];
}

function reportNeverHit(outer: CacheStop, inner: CacheStop, report: Report): void {
  const [front, back] = [quoted(outer.cache.layer.value), quoted(inner.cache.layer.value)];
  const [longer, shorter] = [duration(outer.ttl.value), duration(inner.ttl.value)];
  report({
    message: `${back} never has what ${front} asks for: ${front} asks for a key once in ${longer}, and by then ${back} has dropped it, after ${shorter}`,
    span: inner.ttl.span,
    notes: [{ message: `${front} keeps the same data for ${longer}`, span: outer.ttl.span }],
    help: `Keep it in ${back} for several times ${longer}, give ${front} less than ${shorter}, or leave one of the two out.`,
  });
}
