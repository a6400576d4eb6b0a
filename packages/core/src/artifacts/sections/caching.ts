import type { CacheLayer, Invalidation } from '#model/index';
import { bullets, table, under } from '../print/markdown.ts';
import { duration } from '../print/units.ts';
import type { Chapter } from './chapter.ts';

/** The cache layers, how long an entry lives in each, and what empties them. */
export const caching: Chapter = {
  title: 'Caching',
  draws: ['caching/**'],
  blocks: ({ overview: { caches, invalidations } }) => [
    ...table(caches, [
      { title: 'Layer', cell: ({ layer }) => layer },
      { title: 'Technology', cell: ({ technology }) => technology },
      { title: 'Entries live for', cell: lifetime },
      { title: 'Use', cell: ({ useCase }) => useCase },
    ]),
    ...under(3, 'Invalidation', bullets(invalidations.map(sentence))),
  ],
};

function lifetime({ ttl, ttlMs }: CacheLayer): string | undefined {
  if (ttl !== undefined) return 'the session';
  return ttlMs && duration(ttlMs.value);
}

function sentence({ on, immediate }: Invalidation): string {
  const when = { update: 'When the data is updated', time: 'When its time is up', hand: 'By hand' }[on.value];
  return immediate?.value === true ? `${when}, at once` : when;
}
