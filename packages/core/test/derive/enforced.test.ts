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

function enforcedIds(profile = ''): readonly string[] {
  const patterns = enforcedBy(model, readProfile('p.yml', profile).profile);
  return ids.filter((id) => patterns.some((pattern) => fits(id, pattern)));
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
