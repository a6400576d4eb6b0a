/**
 * The project's own overview template: every section, with holes where a project decides.
 * `resolveHoles` fills tokens, dates, the id and the project's name.
 */
export const template: string = `---
task_id: "uuid-here"
created_by: "[who]"
created_at: "{{AUTO:DATE:UTC}}"
updated_at: "{{AUTO:DATETIME_ISO:UTC}}"
status: "draft"          # draft | in_progress | review | done
priority: "normal"       # critical | high | normal | low
type: "architecture"
labels: ["architecture"]
version: "0.1.0"
project_profile:         # the same constants as in confer-agent.profile.yml
  env: "{{ENV}}"
  http_port: "{{HTTP_PORT}}"
  frameworks: ["{{FRAMEWORKS}}"]
  db: "{{DB}}"
  auth: "{{AUTH_SYSTEM}}"
  infra: "{{INFRA}}"
---

# [project-name]: Architecture Overview

This document says what the system is and what it promises. Everything in a table or a list below is checked, drawn and run; what cannot be is prose.

## 1. Context Capsule

- **Project:** [project-name]
- **Runtime profile:** {{ENV}}
- **Default ports:** HTTP={{HTTP_PORT}} (from the profile)
- **Frameworks:** Frontend=[name@version], Backend=[name@version]
- **DB/ORM:** [e.g., Postgres + Drizzle]
- **Auth:** [e.g., Clerk]
- **Infra:** [e.g., one VPS]
- **Secrets location (local only):** \`[project-name]/secrets/.env\`
- **Project profile:** \`./confer-agent.profile.yml\`
- **Non-negotiables:** a port changes in the profile first, then here and in the ingress

## 2. References & Inputs

- Project profile: \`./confer-agent.profile.yml\`
- Architecture diagrams: \`output/architecture-diagrams.md\`
- Service contracts: \`output/service-contracts.md\`
- Infrastructure docs: \`output/infrastructure.md\`

## 3. Context Diagram Description

**System Boundaries:**

- Frontend: [what people see, and where it runs]
- API: [what it is written in, and where it runs]
- Database: [managed/self-hosted]
- Auth: [who checks identities]
- Storage: [S3/disk]

**External Integrations:**

- Third-party APIs: [which]
- Webhooks: [incoming/outgoing/none]
- Email: [SMTP/Resend/none]

## 4. Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
| --- | --- | --- | --- |
| Frontend | Pages and what happens in the browser | [framework] | HTTP |
| API | Rules of the business, access to data | [REST/GraphQL] | HTTP |
| Auth | Who somebody is, and what they may do | [provider] | OAuth 2.0 |
| Database | Keeps the data | SQL | Postgres protocol |

## 5. Data Flow

**Request Flow:**

1. User → Frontend (page request)
2. Frontend → API (call)
3. API → Auth (token check)
4. Auth → API (identity)
5. API → Database (query)
6. Database → API (rows)
7. API → Frontend (answer)
8. Frontend → User (page)

**Background Jobs:**

- Queue system: [Postgres/Redis]
- Job types: [which work is done later]
- Processing: [workers/schedule]

## 6. Caching Strategy

**Cache Layers:**

| Layer | Technology | TTL | Use Case |
| --- | --- | --- | --- |
| CDN | [provider] | 5m | Static files |
| Application | [in process/Redis] | 1m | Query results |
| Browser | Memory | Session | What the user prefers |

**Cache Invalidation:**

- On data updates (immediate)
- By time (TTL)
- By hand, with a purge

## 7. Observability

**Logging:**

- Application logs: JSON lines on standard output
- Log aggregation: [where logs are searched]
- Log levels: ERROR, WARN, INFO, DEBUG

**Metrics:**

- Application metrics: Prometheus
- Infrastructure metrics: [which]
- Business metrics: [which]

**Tracing:**

- Distributed tracing: W3C trace context
- Request IDs: carried through every service
- Performance monitoring: [which]

## 8. Failure Modes & Timeouts

**Failure Scenarios:**

| Failure | Impact | Mitigation | Timeout |
| --- | --- | --- | --- |
| Database down | High | Fallback | 1s |
| Auth down | Critical | Cached tokens, graceful degradation | 1s |
| API slow | Medium | Client retry, circuit breaker | 2.5s |
| Frontend down | High | Restart | 6s |
| CDN down | Low | Direct origin | 2s |

**Circuit Breaker:**

- Open after 10 consecutive failures
- Half-open after 60s
- Close after 1 successful request

## 9. Scaling Plan

**Horizontal Scaling:**

- Frontend: 1–4 instances
- API: 2–6 instances
- Database: read replicas for heavy reading

**Vertical Scaling:**

- API: 2 CPU cores, 4GB RAM
- Database: 2 CPU cores, 8GB RAM

**Auto-scaling Triggers:**

- CPU > 70% for 5 minutes
- Memory > 80% for 5 minutes
- Request rate > 100 requests/second for 5 minutes

## 10. Security Model

**Authentication:**

- Provider: [who issues tokens]
- Session management: JWT
- Token refresh: [automatic/by sign-in]

**Authorization:**

- Role-based access control (RBAC)
- User → Admin roles
- Resource-level permissions: Admin changes what others own, everybody else what is theirs

**Data Protection:**

- Encryption at rest: [how]
- Encryption in transit: TLS 1.3
- PII handling: [which fields, and how they are protected]
- API security: rate limit of 100 requests/minute per address, CORS, CSRF

## 11. Cost Notes

| Service | Tier | Cost |
| --- | --- | --- |
| Frontend | [tier] | $20 |
| API | [tier] | $40 |
| Database | [tier] | $25 |
| Auth | [tier] | $25 |
| **Total** | | ~$110 |

## 11a. Threat Modeling Checklist

| Threat | Mitigation | Status |
| --- | --- | --- |
| Authorization bypass | RBAC, checks on the resource itself | ☐ Covered |
| SQL injection | Parameterized queries | ☐ Covered |
| Secrets exposure | Environment variables, secrets outside of the repository | ☐ Covered |
| Flooding | Rate limit at the entry | ☐ Covered |
| SSRF | Only addresses that this document names are called | ☐ Covered |

## 11b. SLO Error Budgets

| Service | SLO | Error Budget | Notes |
| --- | --- | --- | --- |
| API | 99.5% | 0.5% downtime/month | ~216 min/month |
| Frontend | 99% | 1% downtime/month | ~432 min/month |
| Auth | 99.9% | 0.1% downtime/month | ~43 min/month |
| Database | 99.9% | 0.1% downtime/month | ~43 min/month |

**Error Budget Policy:** when a budget is spent, no new features ship until the service meets its objective again.

## 12. File Map & Artifacts

- \`docs/architecture.md\` → this overview as it is published
- \`docs/service-contracts.md\` → what each service offers to whom
- \`diagrams/architecture.mmd\` → the diagram's source

**Artifacts required:**

- Mermaid diagram (C4) → \`output/architecture-diagram.mmd\`
- SLOs table → \`output/slos-table.md\`

## 13. AI Agent Actions & Guardrails

**Actions:** describe the context; define contracts; draw data flows; draft caching and scaling; document objectives; change only files that the task names.

**Guardrails:** secrets stay out of the repository; derived files are built, not edited; no file of the file map is deleted; a port changes in the profile first.

## Links

**Related:** [Architecture](docs/architecture.md), [Service contracts](docs/service-contracts.md)
`;
