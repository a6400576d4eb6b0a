import { diff } from '#diff/diff';
import type { Difference, Version, VersionFinding } from '#diff/difference';
import { link } from '#overview/link';
import { read } from '#overview/read';

/** A document about which every kind of consequence can be said. */
export const shop = `# Shop

## Services

| Service | Responsibility | Protocol |
| --- | --- | --- |
| Web | Shows pages | HTTP |
| API | Sells | HTTP |
| Database | Keeps orders | Postgres |

## Data Flow

1. User → Web (opens a page)
2. Web → API (asks)
3. API → Database (query)
4. Database → API (rows)
5. API → Web (answer)
6. Web → User (page)

## Caching

| Layer | Technology | TTL | Use Case |
| --- | --- | --- | --- |
| CDN | Varnish | 5m | API responses |
| Browser | LocalStorage | Session | User preferences |

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
| --- | --- | --- | --- |
| Web down | Medium | Restart | 30s |
| API timeout | High | Retry | 10s |
| Database down | Critical | Circuit breaker | 4s |

**Circuit Breaker:**

- Open after 5 consecutive failures
- Half-open after 30s

## Scaling Plan

**Horizontal Scaling:**

- API: 2–10 instances

**Capacity:**

- API: 100 requests per second

## Security Model

**Authorization:**

- Role-based access control (RBAC)
- User → Admin roles

## Costs

| Service | Tier | Cost |
| --- | --- | --- |
| API (VPS) | 4 core, 8GB | $40 |
| Database | Managed | $25 |
| **Total** | | **$65** |

## SLOs

| Service | SLO | Error Budget | Notes |
| --- | --- | --- | --- |
| API | 99.9% | 0.1% | 43.2 min/month |
| Database | 99.95% | 0.05% | 21.6 min/month |
`;

/** A document as one side of a difference. */
export function versionOf(text: string, findings?: readonly VersionFinding[]): Version {
  const draft = read(text);
  return { draft, model: link(draft), ...(findings && { findings }) };
}

/** What is different between two texts. */
export function between(before: string, after: string): Difference {
  return diff(versionOf(before), versionOf(after));
}

/** What is different once each of `edits` is made in the shop's document, each of them possible. */
export function shopAfter(...edits: readonly (readonly [from: string, to: string])[]): Difference {
  const after = edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`there is no ${from} in the document`);
    return text.replaceAll(from, () => to);
  }, shop);
  return between(shop, after);
}
