/**
 * The text that a new overview begins with: a small system in the form that Asbuilt reads, with numbers that agree.
 * @param name what the overview is called; it becomes the project's name
 */
export function starterText(name: string): string {
  return `# Architecture Overview

**Purpose:** Say what ${oneLine(name)} is made of, who calls whom, and what happens when a part fails.

## 1. Context Capsule

- **Project:** ${oneLine(name)}
- **Runtime profile:** dev
- **DB/ORM:** Postgres

## 3. Context Diagram Description

**System Boundaries:**
- Frontend: web application in the browser
- API: one process on one server
- Database: Postgres on the same network

## 4. Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---------|----------------|-----------|----------|
| Frontend | Shows the pages | Web pages | HTTP |
| API | Holds the rules of the business | REST | HTTP |
| Database | Keeps the data | SQL | Postgres protocol |

## 5. Data Flow

**Request Flow:**
1. User → Frontend (opens a page)
2. Frontend → API (REST call)
3. API → Database (query)
4. Database → API (rows)
5. API → Frontend (JSON)
6. Frontend → User (rendered page)

## 7. Observability

**Metrics:**
- Application metrics: Prometheus

**Tracing:**
- Request IDs: carried through every service

## 8. Failure Modes & Timeouts

| Failure | Impact | Mitigation | Timeout |
|---------|--------|------------|---------|
| Frontend down | High | Restart | 3s |
| API down | High | Circuit breaker | 2s |
| Database down | High | Retry | 1s |

**Circuit Breaker:**
- Open after 9 consecutive failures
- Half-open after 30s
- Close after 1 successful request

## 11. Cost Notes

| Service | Tier | Cost |
|---------|------|------|
| Frontend | Free | $0 |
| API | 1 core, 1GB | $5 |
| Database | Managed | $15 |
| **Total** | | **$20** |

## 11b. SLO Error Budgets

| Service | SLO | Error Budget | Notes |
|---------|-----|--------------|-------|
| Frontend | 99% uptime | 1% downtime/month | ~432 min/month |
| API | 99.5% uptime | 0.5% downtime/month | ~216 min/month |
| Database | 99.9% uptime | 0.1% downtime/month | ~43 min/month |

**Error Budget Policy:** when a budget is spent, only fixes ship until the service meets its objective again.
`;
}

/** A name stands in the middle of a line. */
function oneLine(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim();
}
