import { dataOf, isSharedOnTheWay, tierOf } from '#derive/cache-tier';
import type { Rule } from '../rule.ts';
import { duration, quoted } from '../say.ts';

/** Section 6: what belongs to one user against the caches that answer all of them. */
export const sessionsAreNotShared: Rule = {
  name: 'sessions-are-not-shared',
  sentence: 'What belongs to one user is in no cache that answers all of them',
  severity: 'warning',
  holds: ['caching/*/layer', 'caching/*/technology', 'caching/*/use-case'],
  check({ model }, report) {
    for (const cache of model.overview.caches) {
      const { layer, technology, ttlMs, useCase } = cache;
      if (useCase === undefined || !dataOf(cache).has('sessions')) continue;
      if (!isSharedOnTheWay(tierOf(cache)) || storesByKey.test(technology?.value ?? '')) continue;
      const time = ttlMs === undefined ? 'as long as it keeps it' : `for up to ${duration(ttlMs.value)}`;
      report({
        message: `${quoted(layer.value)} gives one answer to everybody, but is to keep ${quoted(useCase.value)}: one user's may be given to others, ${time}`,
        span: useCase.span,
        notes: [{ message: 'This cache is shared by all users', span: layer.span }],
        help: 'Keep it behind the application, where a key belongs to one user, and send such answers with `Cache-Control: private`.',
      });
    }
  },
};

/** A store at the edge that is asked by key is no cache of answers. */
const storesByKey = /\b(?:KV|key[- ]value|durable objects?|redis|store)\b/i;
