import type { CachedData } from '#derive/cache-tier';
import { type CacheStop, cachePath, longestByTier, worstAgeMs } from '#derive/staleness';
import type { Model } from '#model/index';
import type { Rule } from '../rule.ts';
import { duration, quoted } from '../say.ts';

/** Section 6: how old what one sees may be, over all caches on its way. */
export const stalenessIsBounded: Rule = {
  name: 'staleness-is-bounded',
  sentence: 'What caches behind each other hold is no older than the time that one of them states',
  severity: 'warning',
  holds: ['caching/*/layer', 'caching/*/ttl', 'caching/*/use-case'],
  check({ model }, report) {
    for (const data of ['answers', 'static'] as const) {
      const path = longestByTier(cachePath(model, data));
      const outer = path[0];
      if (outer === undefined || path.length < 2) continue;
      report({
        severity: severityOf(model, data),
        message: messageOf(model, path, data),
        span: outer.ttl.span,
        notes: path.slice(1).map(({ cache, ttl }) => ({
          message: `${quoted(cache.layer.value)} keeps for ${duration(ttl.value)} what ${quoted(outer.cache.layer.value)} asks for`,
          span: ttl.span,
        })),
        help: `If ${duration(worstAgeMs(path))} is too old, shorten the longest of these times, or empty all of these caches on data updates.`,
      });
    }
  },
};

const words: Readonly<Record<Exclude<CachedData, 'sessions'>, string>> = {
  answers: 'An answer',
  static: 'A static file',
};

function isEmptiedOnUpdates({ overview }: Model): boolean {
  return overview.invalidations.some(({ on }) => on.value === 'update');
}

/** Emptied caches are as old as their sum only when an update does not reach them; static files mostly change their names. */
function severityOf(model: Model, data: CachedData): 'info' | 'warning' {
  return isEmptiedOnUpdates(model) || data === 'static' ? 'info' : 'warning';
}

function messageOf(model: Model, path: readonly CacheStop[], data: Exclude<CachedData, 'sessions'>): string {
  const terms = path.map(({ cache, ttl }) => `${quoted(cache.layer.value)} ${duration(ttl.value)}`).join(' + ');
  const when = isEmptiedOnUpdates(model) ? ' when an update does not reach the caches' : '';
  return `${words[data]} may be ${duration(worstAgeMs(path))} old${when}: ${terms}, since each may keep what the next one was about to drop`;
}
