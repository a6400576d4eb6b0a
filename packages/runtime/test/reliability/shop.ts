import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { redisCommand } from '../redis-server.ts';
import { type Sample, sample } from '../sample-system.ts';

const { resolve } = createRequire(import.meta.url);
const urlOf = (name: string): string => JSON.stringify(pathToFileURL(resolve(name)).href);

/** How long calls may take, and what the breaker does: what the tests hold the system to. */
export const stated = { databaseMs: 4_000, cacheMs: 3_000, searchMs: 3_000, halfOpenMs: 2_000 } as const;

/** API runs twice, and calls a database, a Redis and another service; without any of them it has something to answer. */
export const overview = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| API | orders | REST | HTTP |
| Database | rows | SQL | Postgres protocol |
| Cache | marks | RESP | Redis protocol |
| Search | finds | REST | HTTP |

## Data Flow

**Request Flow:**
1. User → API (asks)
2. API → Database (query)
3. Database → API (rows)
4. API → Cache (command)
5. Cache → API (reply)
6. API → Search (asks)
7. Search → API (answer)
8. API → User (answer)

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| API down | High | Next instance | 20s |
| Database down | Critical | Circuit breaker | 4s |
| Cache down | Low | Circuit breaker | 3s |
| Search down | Low | Circuit breaker | 3s |

**Circuit breaker:**

- Open after 5 failures
- Half-open after 2s
- Close after 1 success

## Scaling

**Horizontal Scaling:**

- API: 2–2 instances
`;

const profile = `http_port: PORT
services:
  API:
    command: node api.mjs
    health: /health
    edges: { Database: DATABASE, Cache: CACHE, Search: SEARCH }
  Database:
    provider: postgres
  Cache:
    command: REDIS --port $PORT --bind 127.0.0.1 --save "" --appendonly yes --appendfsync always --dir .
  Search:
    command: node search.mjs
    health: /health
`;

/**
 * `/plain` needs nobody; `/rows/ID` is 201 once the row is in the database, `/marks/ID` once Redis has it, `/found` 200 once
 * Search answered: 202 where they did not. `/rows` and `/marks` list what there is.
 */
const api = `
import { createServer } from 'node:http';
import pg from ${urlOf('pg')};
import { Redis } from ${urlOf('ioredis')};
const { PORT, HOST, DATABASE, CACHE, SEARCH } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE, max: 8, connectionTimeoutMillis: 4000 });
pool.on('error', () => undefined);
const redis = new Redis(CACHE, { maxRetriesPerRequest: 0, commandTimeout: 4000, retryStrategy: () => 100 });
redis.on('error', () => undefined);
const wait = (ms) => new Promise((settle) => setTimeout(settle, ms));
const made = async () => {
  for (let left = 200; ; left -= 1) {
    const failure = await pool.query('create table if not exists kept (id text primary key)').then(() => undefined, (error) => error);
    if (failure === undefined) return;
    if (left === 0) throw failure;
    await wait(100);
  }
};
const done = async (response, work, status = 201) => {
  const failure = await work().then(() => undefined, String);
  response.writeHead(failure === undefined ? status : 202);
  response.end(failure);
};
const search = async () => {
  const answer = await fetch(SEARCH + '/find');
  if ((await answer.text()) !== 'found') throw new Error(String(answer.status));
};
await made();
createServer((request, response) => {
  request.resume();
  const [, kind, id] = request.url.split('/');
  if (kind === 'rows' && id) return done(response, () => pool.query('insert into kept values ($1)', [id]));
  if (kind === 'marks' && id) return done(response, () => redis.sadd('kept', id));
  if (kind === 'rows') return pool.query('select id from kept').then(({ rows }) => response.end(JSON.stringify(rows.map((row) => row.id))), (error) => response.destroy(error));
  if (kind === 'marks') return redis.smembers('kept').then((all) => response.end(JSON.stringify(all)), (error) => response.destroy(error));
  if (kind === 'found') return done(response, search, 200);
  response.end('ok');
}).listen(PORT, HOST);
`;

const search = `
import { createServer } from 'node:http';
createServer((request, response) => response.end('found')).listen(process.env.PORT, process.env.HOST);
`;

/** The system that is broken here in every way: two instances of a service, PostgreSQL, Redis, and another service. */
export async function shop(): Promise<Sample> {
  const made = await sample(profile.replace('REDIS', redisCommand), { overview });
  await writeFile(join(made.directory, 'api.mjs'), api);
  await writeFile(join(made.directory, 'search.mjs'), search);
  return made;
}
