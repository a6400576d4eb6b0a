import type { CacheLayer, Hole, Invalidation, InvalidationEvent } from '#model/index';
import { printGroup } from './fields.ts';
import { choice, presence, text } from './notation.ts';
import { itemsOf, type Part, partsNamed } from './parts.ts';
import { duration } from './quantity.ts';
import type { Reading } from './reading.ts';
import { type Column, printRows, readRows, say, type TableForm, valueColumn } from './rows.ts';
import type { Section } from './section.ts';

const session = choice<'session'>({ session: /\bsession\b/i });
const event = choice<InvalidationEvent>({
  update: /\b(?:on )?(?:data )?(?:updates?|writes?|mutations?|changes?)\b/i,
  hand: /\b(?:manual(?:ly)?|by hand|purge)\b/i,
  time: /\b(?:time-based|by time|ttl|expir\w+)\b/i,
});
const immediate = presence(/\bimmediate(?:ly)?\b/i);

const ttl: Column<CacheLayer<Hole>> = {
  titles: ['TTL', 'Time to live', 'Expiry', 'Lifetime'],
  read: (cell, { reading, place }) => {
    const forSession = reading.stateKnown([...place, 'ttl'], cell, session);
    if (forSession !== undefined) return { ttl: forSession };
    const ttlMs = reading.state([...place, 'ttl'], cell, duration);
    return ttlMs === undefined ? {} : { ttlMs };
  },
  print: (layer) => (layer.ttl === undefined ? say(layer.ttlMs, duration) : 'Session'),
};

const form: TableForm<CacheLayer<Hole>> = {
  stem: 'caching',
  columns: [
    valueColumn(['Layer', 'Cache', 'Cache layer', 'Tier'], { key: 'layer', name: 'layer' }, text),
    valueColumn(['Technology', 'Provider', 'Tool'], { key: 'technology', name: 'technology' }, text),
    ttl,
    valueColumn(['Use Case', 'Use', 'What is cached', 'Purpose'], { key: 'useCase', name: 'use-case' }, text),
  ],
};

const eventWords: Readonly<Record<InvalidationEvent, string>> = {
  update: 'On data updates',
  time: 'By time (TTL)',
  hand: 'By hand',
};

/** Section 6: the cache layers and what empties them. */
export const caching: Section<'caches' | 'invalidations'> = {
  stem: 'caching',
  read: (parts, reading) => ({
    caches: readRows(parts, reading, form),
    invalidations: readInvalidations(parts, reading),
  }),
  print: ({ caches, invalidations }) =>
    [
      ...(caches.length === 0 ? [] : [`**Cache Layers:**\n\n${printRows(caches, form)}`]),
      ...printGroup('Cache Invalidation', invalidations.map(printInvalidation)),
    ].join('\n\n'),
};

function readInvalidations(parts: readonly Part[], reading: Reading): Invalidation[] {
  const items = itemsOf(partsNamed(parts, 'cache invalidation', 'invalidation'));
  return items.flatMap(({ content }, index) => {
    const place = ['caching', 'invalidation', String(index + 1)];
    const on = reading.stateKnown([...place, 'on'], content, event);
    if (on === undefined) return [];
    const atOnce = reading.stateKnown([...place, 'immediate'], content, immediate);
    return [{ on, ...(atOnce && { immediate: atOnce }) }];
  });
}

function printInvalidation({ on, immediate: atOnce }: Invalidation): string {
  return `- ${eventWords[on.value]}${atOnce?.value === true ? ' (immediate)' : ''}`;
}
