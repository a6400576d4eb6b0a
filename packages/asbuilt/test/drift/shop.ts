/** A package.json with these runtime dependencies that something starts. */
function started(name: string, dependencies: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ name, scripts: { start: 'node .' }, dependencies }, null, 2)}\n`;
}

/** A repository whose overview tells all of it, and nothing else. */
export const shop = {
  'overview.md': `# Shop

## Context Capsule

- Project: shop
- Default ports: HTTP=8080
- Frameworks: Frontend=Next.js@16, Backend=Fastify@5
- DB/ORM: PostgreSQL 16 with Drizzle
- Project profile: \`./confer-agent.profile.yml\`

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
| --- | --- | --- | --- |
| Frontend | shows goods | Next.js | HTTP |
| API | takes orders | REST | HTTP |
| Database | keeps orders | SQL | Postgres protocol |

## Data Flow

1. Buyer → Frontend (page)
2. Frontend → API (call)
3. API → Database (query)
4. Database → API (rows)
5. API → Frontend (answer)
6. Frontend → Buyer (page)

## Caching

| Layer | Technology | TTL | Use Case |
| --- | --- | --- | --- |
| Application | Redis | 5m | prices |

## Observability

**Tracing:**

- Distributed tracing: Jaeger

## File Map & Artifacts

- \`README.md\` → what it is
`,
  'confer-agent.profile.yml': `http_port: 8080
services:
  Frontend:
    command: node .
    cwd: ./apps/storefront/
  API:
    command: node .
    cwd: apps/api
  Database:
    provider: postgres
`,
  'README.md': '# Shop\n',
  '.env.example': 'PORT=8080\n',
  'apps/storefront/package.json': started('storefront', { next: '^16.4.6', react: '19.0.0' }),
  'apps/api/package.json': started('api', {
    fastify: '5.12.8',
    pg: '8.23.1',
    'drizzle-orm': '0.45.4',
    ioredis: '6.0.0',
  }),
  'compose.yaml': `services:
  storefront:
    build: ./apps/storefront
    ports: ["8080:3000", "9229:9229"]
  api:
    build: ./apps/api
  migrate:
    build: ./apps/api
  db: { image: "postgres:16-alpine" }
  cache: { image: "redis:7" }
  traces: { image: "jaegertracing/jaeger:2.1" }
`,
} as const;

/** The files of the shop with other texts for some of them; undefined takes a file away. */
export function shopWith(changes: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const files = Object.entries<string | undefined>({ ...shop, ...changes });
  return Object.fromEntries(files.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
}

/** One text of the shop, a part of it replaced. */
export function changed(file: keyof typeof shop, part: string, by: string): Readonly<Record<string, string>> {
  const text = shop[file];
  if (!text.includes(part)) throw new Error(`${file} has no ${part}`);
  return shopWith({ [file]: text.replace(part, by) });
}
