import { createRequire } from 'node:module';
import { freePort } from '../../../../runtime/test/free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What an overview of the drilled system states, as it is written there. */
interface Promises {
  readonly webTimeout: string;
  readonly apiMitigation: string;
  readonly apiTimeout: string;
  readonly opensAfter: number;
  readonly halfOpenAfter: string;
  readonly closesAfter: number;
  /** What Store speaks: a row of bytes on TCP, or PostgreSQL's protocol. */
  readonly storeProtocol: 'TCP' | 'Postgres protocol';
}

/** What the system runs by: times that are short enough for a test. */
const promises: Promises = {
  webTimeout: '4s',
  apiMitigation: 'Circuit breaker, retry',
  apiTimeout: '1s',
  opensAfter: 3,
  halfOpenAfter: '1s',
  closesAfter: 2,
  storeProtocol: 'TCP',
};

/** The overview of a system in which Web calls API over HTTP, and API calls Store over TCP. */
export function drillOverview(stated: Partial<Promises> = {}): string {
  const { webTimeout, apiMitigation, apiTimeout, opensAfter, halfOpenAfter, closesAfter, storeProtocol } = {
    ...promises,
    ...stated,
  };
  return `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |
| API | logic | REST | HTTP |
| Store | parcels | SQL | ${storeProtocol} |

## Data Flow

**Request Flow:**
1. User → Web (opens a page)
2. Web → API (asks)
3. API → Store (query)
4. Store → API (rows)
5. API → Web (answer)
6. Web → User (page)

## Observability

**Tracing:**
- Distributed tracing: W3C trace context
- Request IDs: carried through every service

## Failure Modes & Timeouts

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| API down | High | ${apiMitigation} | ${apiTimeout} |
| Store down | High | Circuit breaker | 700ms |
| Web down | Medium | Restart | ${webTimeout} |

**Circuit Breaker:**
- Open after ${opensAfter} consecutive failures
- Half-open after ${halfOpenAfter}
- Close after ${closesAfter} successful requests
`;
}

const web = `
import { createServer } from 'node:http';
const { PORT, HOST, API_URL, SLOW_MS } = process.env;
createServer(async (request, response) => {
  if (request.url === '/static' || request.url === '/healthz') return response.end('still');
  const { traceparent, 'x-request-id': id } = request.headers;
  const answer = await fetch(API_URL + '/parcels', { headers: { traceparent, 'x-request-id': id } }).catch(() => undefined);
  if (answer?.ok) return response.end(await answer.text());
  setTimeout(() => response.writeHead(503).end('later'), Number(SLOW_MS ?? 0));
}).listen(PORT, HOST);
`;

const api = `
import { createServer } from 'node:http';
import { connect } from 'node:net';
const { PORT, HOST, STORE_URL } = process.env;
const { hostname, port } = new URL(STORE_URL);
createServer((request, response) => {
  if (request.url === '/health') return response.end('well');
  const store = connect({ host: hostname, port });
  store.once('data', (row) => { response.end(row); store.end(); });
  store.once('error', () => response.writeHead(500).end());
}).listen(PORT, HOST);
`;

/** The driver that the runtime brings along: the project is in a folder of its own. */
const pg = createRequire(import.meta.resolve('@asbuilt/runtime')).resolve('pg');

const databaseApi = `
import { createServer } from 'node:http';
import pg from ${JSON.stringify(pg)};
const { PORT, HOST, STORE_URL } = process.env;
const pool = new pg.Pool({ connectionString: STORE_URL, max: 2 });
pool.on('error', () => {});
createServer(async (request, response) => {
  if (request.url === '/health') return response.end('well');
  const answer = await pool.query("select 'a row' as row").catch((error) => error);
  response.writeHead(answer.rows ? 200 : 500).end(answer.rows?.[0].row ?? answer.message);
}).listen(PORT, HOST);
`;

const store = `
import { createServer } from 'node:net';
const { PORT, HOST } = process.env;
createServer((socket) => socket.on('error', () => {}).write('a row')).listen(PORT, HOST);
`;

/**
 * A project that can be run and drilled. `slowMs`: how long Web takes to say that API failed; `database`: whether Store is
 * a PostgreSQL server; `instances`: of API; `hasPage`: whether a page is answered in the place of Web while API is down.
 */
export async function drillProject({ slowMs = 0, database = false, instances = 1, hasPage = false } = {}): Promise<{
  readonly folder: string;
  readonly url: string;
}> {
  const port = await freePort();
  const folder = await temporaryFolder({
    'overview.md': drillOverview({
      ...(database && { storeProtocol: 'Postgres protocol' }),
      ...(instances > 1 && { apiMitigation: 'Circuit breaker, retry (1×), next instance, restart' }),
      ...(hasPage && { apiMitigation: 'Circuit breaker, retry, static page' }),
    }),
    'later.html': '<p>later',
    'web.mjs': web,
    'api.mjs': database ? databaseApi : api,
    'store.mjs': store,
    'confer-agent.profile.yml': `http_port: ${port}${hasPage ? '\nstatic_answers: { Web: later.html }' : ''}
services:
  Web: { command: node web.mjs, health: /healthz, edges: { API: API_URL }, env: { SLOW_MS: "${slowMs}" } }
  API: { command: node api.mjs, health: /health, instances: ${instances}, edges: { Store: STORE_URL } }
  Store: { ${database ? 'provider: postgres' : 'command: node store.mjs'} }
`,
  });
  return { folder, url: `http://127.0.0.1:${port}` };
}
