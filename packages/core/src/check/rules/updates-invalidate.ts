import { type CacheTier, dataOf, tierOf } from '#derive/cache-tier';
import type { CacheLayer, FlowStep, Stated } from '#model/index';
import type { Note } from '../finding.ts';
import type { Report, Rule } from '../rule.ts';
import { duration, quoted } from '../say.ts';

/** Section 6 against the writes of section 5: who changes data wants to see the change. */
export const updatesInvalidate: Rule = {
  name: 'updates-invalidate',
  sentence: 'Caches of data that changes are emptied when it changes',
  severity: 'warning',
  holds: ['caching/*/layer', 'caching/*/ttl', 'caching/*/use-case', 'caching/invalidation/*/on'],
  check({ model }, report) {
    const { invalidations, flows } = model.overview;
    const update = invalidations.find(({ on }) => on.value === 'update');
    const write = flows.find(({ label }) => label !== undefined && writing.test(label.value));
    for (const cache of model.overview.caches) {
      if (cache.ttlMs === undefined || cache.ttlMs.value === 0 || !dataOf(cache).has('answers')) continue;
      const stop: Kept = { cache, ttl: cache.ttlMs, tier: tierOf(cache) };
      // Where no step says that it changes data, time may be all that there is to wait for.
      if (update === undefined && write !== undefined) reportForgotten(stop, write, report);
      if (update !== undefined && stop.tier === 'browser') reportOutOfReach(stop, update.on, report);
    }
  },
};

interface Kept {
  readonly cache: CacheLayer;
  readonly ttl: Stated<number>;
  readonly tier: CacheTier | undefined;
}

/** Words of a step that changes data. */
const writing = /\b(?:mutat\w+|inserts?|updates?|writes?|creates?|deletes?|saves?|stores?|POST|PUT|PATCH|DELETE)\b/i;

function reportForgotten({ cache, ttl }: Kept, write: FlowStep, report: Report): void {
  const layer = quoted(cache.layer.value);
  report({
    message: `Nothing empties ${layer} when data changes, so for up to ${duration(ttl.value)} after a change it answers with what was before, to the one who made the change too`,
    span: ttl.span,
    notes: [writeNote(write)],
    help: `Add "On data updates" to the cache invalidation, or make ${layer} keep only what does not change.`,
  });
}

function writeNote({ step, from, to, label }: FlowStep): Note {
  const said = label === undefined ? '' : ` (${quoted(label.value)})`;
  return {
    message: `Step ${step} changes data${said}`,
    span: { from: from.span.from, to: (label ?? to).span.to },
  };
}

function reportOutOfReach({ cache, ttl }: Kept, on: Stated<unknown>, report: Report): void {
  const layer = quoted(cache.layer.value);
  report({
    message: `Data updates empty the caches, but no server reaches into ${layer}: it keeps what it has for up to ${duration(ttl.value)}`,
    span: ttl.span,
    notes: [{ message: 'Updates are to empty the caches', span: on.span }],
    help: `Shorten the time of ${layer}, make it ask each time (\`Cache-Control: no-cache\` with an ETag), or keep only files there whose names change with their content.`,
  });
}
