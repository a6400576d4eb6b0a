import { expect, test } from 'vitest';
import type { EdgePlan } from '#derive/edge-plan';
import { enforces, plan, type SystemPlan } from '#derive/plan';
import { fits } from '#model/index';
import { link } from '#overview/link';
import { read } from '#overview/read';
import { harbour } from './harbour.ts';

interface Said {
  readonly caches?: readonly string[];
  readonly failure?: string;
}

const overview = ({ caches = [], failure }: Said): string => `${harbour}
## Caching

| Layer | Technology | TTL | Use Case |
| --- | --- | --- | --- |
${caches.join('\n')}

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
| --- | --- | --- | --- |
${failure ?? '| Pages down | High | Retry | 5s |'}
`;

const planOf = (said: Said): SystemPlan => plan(link(read(overview(said))));

function cachesOf(said: Said): EdgePlan['cache'][] {
  return planOf(said).edges.map(({ cache }) => cache);
}

test('the shared caches that are stated are at the entry and only there, from the user inwards', () => {
  const caches = ['| Edge | Relay | 5m | Query results |', '| CDN | Anycast | 1h | Images and fonts |'];
  expect(cachesOf({ caches })).toEqual([
    {
      tiers: [
        { name: 'CDN', ttlMs: 3_600_000, holds: 'static' },
        { name: 'Edge', ttlMs: 300_000, holds: 'answers' },
      ],
    },
    undefined,
  ]);
});

test('nothing is cached where nothing is stated, and not without a time', () => {
  expect(cachesOf({})).toEqual([undefined, undefined]);
  expect(cachesOf({ caches: ['| CDN | Anycast | | Images |'] })).toEqual([undefined, undefined]);
  expect(cachesOf({ caches: ['| CDN | Anycast | Session | Images |'] })).toEqual([undefined, undefined]);
});

test('stores by key and what belongs to one user are no caches of answers', () => {
  const caches = [
    '| Edge | Worker KV | 5m | Query results |',
    '| CDN | Anycast | 5m | User sessions |',
    '| Browser | LocalStorage | 5m | Filters |',
  ];
  expect(cachesOf({ caches })).toEqual([undefined, undefined]);
});

test('a browser keeps what it is told to, whatever it is for', () => {
  const [cache] = cachesOf({ caches: ['| Browser | HTTP cache | 10m | |'] });
  expect(cache).toEqual({ tiers: [], browser: { name: 'Browser', ttlMs: 600_000, holds: 'anything' } });
});

test.each([
  ['| Pages down | High | Fallback to cache | 5s |', true],
  ['| Pages down | High | Fallback | 5s |', true],
  ['| Pages down | High | Serve stale data | 5s |', true],
  ['| Gate down | High | Cached answers | 5s |', true],
  ['| Gate down | High | Fallback | 5s |', undefined],
  ['| Pages down | High | Retry | 5s |', undefined],
])('stale answers while something fails, by the row %s: %s', (failure, expected) => {
  const [cache] = cachesOf({ caches: ['| CDN | Anycast | 1h | Images |'], failure });
  expect(cache?.staleIfError).toBe(expected);
});

test('the origin is asked directly while a cache fails, where its row says so', () => {
  const caches = ['| CDN | Anycast | 1h | Images |'];
  const [direct] = cachesOf({ caches, failure: '| CDN failure | Low | Direct origin fallback | 5s |' });
  expect(direct?.directOrigin).toBe(true);
  const [other] = cachesOf({ caches, failure: '| Pages down | Low | Direct origin fallback | 5s |' });
  expect(other?.directOrigin).toBeUndefined();
});

test('services are told how long the caches in the application keep', () => {
  const caches = ['| Application | Redis | 15m | Query results |', '| CDN | Anycast | 1h | Images |'];
  expect(planOf({ caches }).applicationCaches).toEqual({ Application: 900_000 });
  expect(planOf({}).applicationCaches).toBeUndefined();
});

test('what the entry keeps is counted as enforced', () => {
  const ids = ['caching/cdn/layer', 'caching/cdn/ttl', 'caching/cdn/use-case', 'caching/invalidation/1/immediate'];
  expect(ids.filter((id) => !enforces.some((pattern) => fits(id, pattern)))).toEqual([]);
});
