import { quiet } from './editor.ts';

/** An overview in which every section names its services, each in another way. */
export const desk = `---
status: "review"
project_profile:
  env: "staging"
  http_port: "4810"
---

# Parcel desk

The desk takes parcels in. Shelf is prose here.

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Desk | takes parcels in | REST | HTTP |
| **Shelf** | keeps what is where | SQL | Postgres protocol |
| Label | prints | REST | HTTP |

## Data Flow

**Request Flow:**
1. Courier → Desk (parcel)
2. Desk → Shelf (where to)
3. Shelf → Desk (place)
4. Desk → Label service (print)
5. Label → Desk (printed)
6. Desk → Courier (receipt)

## Failure Modes & Timeouts

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| Desk down | High | Client retry | 10s |
| Shelf unavailable | Critical | Retry | 5s |
| Label down | Low | Fallback | 2s |

**Circuit Breaker:**
- Open after 5 failures
- Half-open after 30s
- Close after 1 success

## Scaling Plan

**Horizontal Scaling:**
- Desk: 2–10 instances
- Shelf (one machine): 1 instance

## Cost Notes

| Service | Tier | Cost |
|---|---|---|
| Desk | small | $30 |
| Shelf | large | $90 |
| **Total** | | $120 |

## SLO Error Budgets

| Service | SLO | Error Budget | Notes |
|---|---|---|---|
| Desk | 99.9% | | |
| Shelf | 99.95% | 0.05% | ~21.6 min/month |
| Label | 99.9% | | |
`;

/** Its profile: what runs where, and whom the desk calls by which variable. */
export const deskProfile: string = quiet(`env: staging
http_port: 4810
frameworks: [Fastify]
db: Postgres
auth: OAuth 2.0
infra: one machine
services:
  Desk:
    command: node desk.mjs
    edges:
      Shelf: SHELF_URL
      "Label": LABEL_URL
  Shelf:
    provider: postgres
`);
