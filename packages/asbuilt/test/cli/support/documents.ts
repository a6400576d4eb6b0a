/** The profile that belongs to `soundOverview`. */
export const profile = `env: staging
http_port: 4810
frameworks: [Fastify]
db: Postgres
auth: OAuth 2.0
infra: one machine
`;

/** The rules that tests of the command line itself go by, so that a new rule changes none of them. */
export const fewRules: readonly string[] = [
  '--rule',
  'timeouts-nest,decisions-are-made,names-agree,ports-agree,profile-is-valid',
];

/** A small overview that holds; `databaseTimeout` above 5s breaks the nesting of the timeouts. */
export function overview({ databaseTimeout = '5s', status = 'review' } = {}): string {
  return `---
status: "${status}"
project_profile:
  env: "staging"
  http_port: "4810"
---

# Parcel desk

The desk takes parcels in and hands them out.

## Key Services & Contracts <!-- asbuilt-ignore sections-are-present: a small desk promises nobody anything -->

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Desk | takes parcels in | REST | HTTP |
| Shelf | keeps what is where | SQL | Postgres protocol |

## Data Flow

**Request Flow:**
1. Courier → Desk (parcel)
2. Desk → Shelf (where to)
3. Shelf → Desk (place)
4. Desk → Courier (receipt)

## Failure Modes & Timeouts

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| Desk down | High | Client retry | 10s |
| Shelf down | Critical | Fallback | ${databaseTimeout} |
`;
}
