import { expect, test } from 'vitest';
import { enforcedBy } from '#derive/enforced';
import { fits, statementsOf } from '#model/index';
import { link } from '#overview/link';
import { readProfile } from '#overview/profile';
import { read } from '#overview/read';

const overview = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| API | logic | REST | HTTP |
| Database | rows | SQL | Postgres protocol |

## Data Flow

**Request Flow:**
1. User → API (asks)
2. API → Database (query)
3. Database → API (rows)
4. API → User (answer)

## Caching

**Cache Layers:**

| Layer | Technology | TTL | Use Case |
|---|---|---|---|
| CDN | any | 1h | |
| Edge | KV | 5m | Sessions |

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| API down | High | Retry | 10s |
| Database down | Critical | Circuit breaker | 5s |

**Circuit breaker:**

- Open after 5 failures
- Half-open after 30s
- Close after 1 success

## Scaling

**Capacity:**

- API: 8 requests at a time, at most 50 connections
- Database: 20 requests at a time, at most 100 connections
`;

const model = link(read(overview));
const ids = statementsOf(model.overview).map(({ id }) => id);

function enforcedIds(profile = '', of = model): readonly string[] {
  const patterns = enforcedBy(of, readProfile('p.yml', profile).profile);
  const all = of === model ? ids : statementsOf(of.overview).map(({ id }) => id);
  return all.filter((id) => patterns.some((pattern) => fits(id, pattern)));
}

const among = (all: readonly string[], section: string): readonly string[] =>
  all.filter((id) => id.startsWith(section));

test('of capacity, calls at a time count where an edge speaks HTTP, and connections where it does not', () => {
  expect(among(ids, 'scaling/capacity/')).toHaveLength(6);
  expect(among(enforcedIds(), 'scaling/capacity/')).toEqual([
    'scaling/capacity/api/service',
    'scaling/capacity/api/concurrency',
    'scaling/capacity/database/service',
    'scaling/capacity/database/max',
  ]);
});

test('of caches, those count that something keeps', () => {
  expect(among(ids, 'caching/edge')).not.toEqual([]);
  expect(among(enforcedIds(), 'caching/')).toEqual(['caching/cdn/layer', 'caching/cdn/ttl']);
});

test('what an edge only watches is not enforced', () => {
  expect(among(enforcedIds(), 'failure-modes/database-down/timeout')).toEqual(['failure-modes/database-down/timeout']);
  const watched = enforcedIds('observe: [API → Database]');
  expect(among(watched, 'failure-modes/database')).toEqual([]);
  expect(among(watched, 'scaling/capacity/database')).toEqual([]);
  expect(among(watched, 'failure-modes/api-down/timeout')).toEqual(['failure-modes/api-down/timeout']);
  expect(among(watched, 'failure-modes/breaker')).toHaveLength(3);
  expect(among(enforcedIds('observe: all'), 'failure-modes/breaker')).toEqual([]);
});

/** Whether a mitigation of a row is enforced, by what it says and by the profile. */
function isEnforced(failing: string, mitigation: string, profile = ''): boolean {
  const changed = overview
    .replace('| API down | High | Retry |', `| ${failing} down | High | ${mitigation} |`)
    .replace('| Critical | Circuit breaker |', '| Critical | |');
  const found = enforcedIds(profile, link(read(changed))).filter((id) => id.includes('/mitigation/'));
  return found.length > 0;
}

const issuer = 'auth: { issuer: "https://id.example", audience: a }\n';
const api = 'services: { API: { command: node a.js } }\n';

test.each<[said: string, failing: string, profile: string, enforced: { without: boolean; withIt: boolean }]>([
  ['static answer', 'API', 'static_answers: { API: a.json }', { without: false, withIt: true }],
  ['static page', 'Database', 'static_answers: { API: a.json }', { without: false, withIt: true }],
  ['graceful degradation', 'API', 'static_answers: { API: a.json }', { without: false, withIt: true }],
  ['graceful degradation', 'Database', 'static_answers: { API: a.json }', { without: false, withIt: false }],
  ['static answer', 'API', 'static_answers: { API: a.json }\nobserve: all', { without: false, withIt: false }],
  ['fallback', 'API', 'observe: all', { without: true, withIt: false }],
  ['fallback', 'Database', '', { without: false, withIt: false }],
  ['stale cache', 'Database', 'observe: all', { without: true, withIt: false }],
  ['direct origin', 'CDN', 'observe: all', { without: true, withIt: false }],
  ['direct origin', 'API', '', { without: false, withIt: false }],
  ['retry', 'API', 'observe: [User → API]', { without: true, withIt: false }],
  ['circuit breaker', 'Payments', '', { without: false, withIt: false }],
  ['next instance', 'API', '', { without: true, withIt: true }],
  ['load shedding', 'Database', 'observe: all', { without: true, withIt: false }],
  ['rate limit', 'API', '', { without: false, withIt: false }],
  ['restart', 'API', 'stand_ins: false', { without: true, withIt: false }],
  ['restart', 'API', api, { without: true, withIt: true }],
  ['restart', 'API', 'services: { API: { url: "http://127.0.0.1:1" } }', { without: true, withIt: false }],
  ['cached tokens', 'API', issuer, { without: false, withIt: false }],
  ['queue', 'API', api, { without: false, withIt: false }],
  ['client retry', 'API', api, { without: false, withIt: false }],
])('"%s" for %s, with %j, is enforced only by what does it: %j', (said, failing, profile, enforced) => {
  expect({ without: isEnforced(failing, said), withIt: isEnforced(failing, said, profile) }).toEqual(enforced);
});

test('a row of which nothing is done counts with nothing, not even by its name', () => {
  const changed = link(
    read(overview.replace('| API down | High | Retry | 10s |', '| Payments down | High | Queue | 10s |')),
  );
  expect(among(enforcedIds('', changed), 'failure-modes/payments')).toEqual([]);
  expect(among(enforcedIds('', changed), 'failure-modes/database')).toEqual([
    'failure-modes/database-down/service',
    'failure-modes/database-down/mitigation/1',
    'failure-modes/database-down/timeout',
  ]);
});
