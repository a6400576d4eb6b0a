import { expect, test } from 'vitest';
import { plan } from '#derive/plan';
import { link } from '#overview/link';
import { readProfile } from '#overview/profile';
import { read } from '#overview/read';

const whole = `
limits:
  header_bytes: 32KB
  headers: 200
  body: 10MB
  cached_answer: 8 MiB
  caches: { cdn: 256MB, Edge: 1GB }
`;

const overview = (security = ''): string => `# Harbour

## Services

| Service | Interface | Protocol |
| --- | --- | --- |
| Pages | Svelte | HTTP |
| Gate | REST | HTTP |
| Log | rows | Postgres protocol |

## Data Flow

1. User → Pages (asks)
2. Pages → Gate (asks)
3. Gate → Log (row)

## Caching

| Layer | Technology | TTL | Use Case |
| --- | --- | --- | --- |
| CDN | Anycast | 1h | |
| Relay | any edge | 1m | |
| Browser | HTTP | 1m | |

${security}`;

const planOf = (profile: string, security?: string) =>
  plan(link(read(overview(security))), readProfile('p.yml', profile).profile);

test('limits are read with their units, each with its place', () => {
  const { profile, problems } = readProfile('p.yml', whole);
  expect(problems).toEqual([]);
  const { headerBytes, headers, bodyBytes, answerBytes, caches } = profile.limits ?? {};
  expect([headerBytes?.value, headers?.value, bodyBytes?.value, answerBytes?.value]).toEqual([
    32_000, 200, 10_000_000, 8_388_608,
  ]);
  expect(caches?.map(({ cache, bytes }) => [cache.value, bytes.value, bytes.id])).toEqual([
    ['cdn', 256_000_000, 'profile/limits/caches/cdn/bytes'],
    ['Edge', 1_000_000_000, 'profile/limits/caches/edge/bytes'],
  ]);
});

test('they go to the edges that they are about', () => {
  const { edges, unknownCaches } = planOf(whole);
  const [entry, inner, log] = edges;
  expect(entry).toMatchObject({
    headerBytes: 32_000,
    guard: { mostHeaders: 200, bodyLimitBytes: 10_000_000 },
    cache: { maxAnswerBytes: 8_388_608, tiers: [{ name: 'CDN', maxBytes: 256_000_000 }, { name: 'Relay' }] },
  });
  expect([inner?.headerBytes, inner?.guard, inner?.cache]).toEqual([32_000, undefined, undefined]);
  expect(log?.headerBytes).toBeUndefined();
  expect(unknownCaches?.map(({ value }) => value)).toEqual(['Edge']);
});

test('what is not said is not planned, and no cache is unknown', () => {
  const { edges, unknownCaches } = planOf('limits: { caches: { CDN: 10MB, relay: 10MB } }');
  expect([unknownCaches, edges[0]?.headerBytes, edges[0]?.guard]).toEqual([undefined, undefined, undefined]);
  expect(edges[0]?.cache).not.toHaveProperty('maxAnswerBytes');
});

test('of two limits of bodies the smaller one holds: a profile is no way past what section 10 states', () => {
  const security = '## Security\n\n**Data Protection:**\n\n- API security: body limit 1MB\n';
  const limit = (profile: string) => planOf(profile, security).edges[0]?.guard?.bodyLimitBytes;
  expect([limit('limits: { body: 10MB }'), limit('limits: { body: 10KB }'), limit('env: dev')]).toEqual([
    1_000_000, 10_000, 1_000_000,
  ]);
});

test.each([
  ['limits: { header_bytes: 10 }', 'limits.header_bytes is no size'],
  ['limits: { header_bytes: 0.1KB }', 'limits.header_bytes is too small'],
  ['limits: { header_bytes: 2MB }', 'limits.header_bytes is too large'],
  ['limits: { headers: 0 }', 'limits.headers is no number of headers'],
  ['limits: { headers: 2001 }', 'limits.headers is no number of headers'],
  ['limits: { headers: many }', 'limits.headers is no number of headers'],
  ['limits: { body: large }', 'limits.body is no size'],
  ['limits: { cached_answer: 4 }', 'limits.cached_answer is no size'],
  ['limits: { caches: { CDN: 10KB } }', 'limits.caches.CDN is too small'],
  ['limits: { caches: 10MB }', 'limits.caches is not a map'],
  ['limits: { hedaers: 10 }', 'limits has an unknown key `hedaers`'],
])('%s is a mistake', (text, message) => {
  const { problems } = readProfile('p.yml', text);
  expect(problems.map((problem) => problem.message)).toContain(message);
  expect(problems.every(({ help }) => help !== undefined)).toBe(true);
});
