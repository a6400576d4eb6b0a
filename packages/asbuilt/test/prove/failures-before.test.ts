import { plan } from '@asbuilt/core/derive';
import { link, read } from '@asbuilt/core/overview';
import { expect, it } from 'vitest';
import { failuresBefore } from '#prove/drills/open-breaker';

const { edges } = plan(
  link(
    read(`# O

## Key Services

| Service | Responsibility | Protocol |
|---|---|---|
| API | logic | HTTP |
| Store | rows | Postgres protocol |
| Cache | marks | Redis protocol |

## Data Flow

1. User → API (asks)
2. API → Store (query)
3. Store → API (rows)
4. API → Cache (asks)
5. Cache → API (answers)
6. API → User (answer)

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| Store down | High | Retry (2×) | 5s |
`),
  ),
);

it('takes for possible that a breaker before PostgreSQL still counts what another drill had fail', () => {
  const before = Object.fromEntries(edges.map((edge) => [edge.name, failuresBefore({ plan: edge })]));
  expect(before).toEqual({
    'User → API': { least: 0, most: 0 },
    'API → Store': { least: 0, most: 3 },
    'API → Cache': { least: 0, most: 0 },
  });
});
