import net from 'node:net';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { askConnectionLimit } from '#providers/database/connection-limit';
import { askConnectionLimit as askRedis } from '#providers/redis/connection-limit';
import { askerOf } from '#supervisor/learn-limits';
import { freePort } from './gateway/kit.ts';
import { hasRedisServer, type RedisServer, redisCommand, startRedis } from './redis-server.ts';
import { eventually, overview, running, sample } from './sample-system.ts';

const hasRedis = await hasRedisServer();

const profile = `
http_port: PORT
services:
  Web: { command: node server.mjs, health: /health, edges: { API: NEXT_URL } }
  API: { command: node server.mjs, health: /health, instances: 1, edges: { Database: DB } }
  Database: { provider: postgres }
`;
const scaling = `
## Scaling Plan

**Horizontal Scaling:**

- API: 1–10 instances

**Vertical Scaling:**

- API: 1 core, pool of 20 connections
`;

test('a database is asked how many connections it accepts; its edges keep to that, and pools that are too large are told of', {
  timeout: 120_000,
}, async () => {
  const system = await sample(profile, { overview: `${overview}${scaling}` });
  const live = await running(system);
  const edge = (): ReturnType<typeof live.status>['edges'][number] | undefined => live.status().edges[2];
  await eventually(() => edge()?.connectionLimit === 97, 60_000);
  expect(system.said).toContain(
    'Database accepts 97 connections, but by section 9 its callers may open 200: the others are refused',
  );
  const answer = await fetch(`${live.entryUrl}/through`);
  const { env } = z.object({ env: z.object({ DB: z.string() }) }).parse(await answer.json());
  // Its server has no TLS, which a client that merely prefers it bears.
  expect(await askConnectionLimit(new URL(`${env.DB}?sslmode=prefer`))).toBe(97);
  await expect(askConnectionLimit(new URL(`${env.DB}?sslmode=require`))).rejects.toThrow('does not support SSL');
  const clients = Array.from({ length: 98 }, () => new Client({ connectionString: env.DB }));
  onTestFinished(async () => {
    for (const client of clients) await client.end().catch(() => undefined);
  });
  const outcomes = await Promise.allSettled(clients.map((client) => client.connect()));
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
  expect(refused).toEqual([expect.stringContaining('Database has as many connections as it accepts (97)')]);
});

test('who has no login is not asked, and who is not there does not say', async () => {
  const url = new URL(`postgres://somebody:secret@127.0.0.1:${await freePort()}/db`);
  await expect(askConnectionLimit(url)).rejects.toThrow('ECONNREFUSED');
  const target = { host: url.hostname, port: Number(url.port) };
  const instances = { start: 1, notes: [] };
  const asker = (named: URL, wire: 'postgres' | 'redis'): ReturnType<typeof askerOf> =>
    askerOf({ runs: { kind: 'elsewhere', url: named, target }, instances }, wire, () => target);
  expect(asker(url, 'postgres')).toBeTypeOf('function');
  const anonymous = new URL(`postgres://127.0.0.1:${url.port}/db`);
  expect(asker(anonymous, 'postgres')).toBeUndefined();
  expect(asker(new URL('mysql://u:p@127.0.0.1'), 'postgres')).toBeUndefined();
  await expect(asker(new URL(`redis://127.0.0.1:${url.port}`), 'redis')?.()).rejects.toThrow('ECONNREFUSED');
});

const withRedis = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |
| Cache | what is asked often | RESP | Redis protocol |
| Sessions | who is there | RESP | Redis protocol |

## Data Flow

**Request Flow:**
1. User → Web (opens a page)
2. Web → Cache (looks)
3. Web → Sessions (looks)
4. Web → User (page)
`;

async function started(...options: readonly string[]): Promise<RedisServer> {
  const server = await startRedis(options);
  onTestFinished(() => server.stop());
  return server;
}

test.skipIf(!hasRedis)(
  'a Redis is asked how many clients it accepts; one more than that gets an error of Redis’ own form',
  { timeout: 120_000 },
  async () => {
    const server = await started('--maxclients', '3', '--requirepass', 'hush');
    const system = await sample(
      `
http_port: PORT
services:
  Web: { command: node server.mjs, health: /health, edges: { Cache: CACHE_URL, Sessions: SESSIONS_URL } }
  Cache: { provider: redis }
  Sessions: { command: "${redisCommand} --port $PORT --maxclients 5 --save '' --appendonly no" }
`,
      { overview: withRedis, env: { REDIS_URL: `redis://:hush@127.0.0.1:${server.port}` } },
    );
    const live = await running(system);
    const edges = (): readonly { readonly to: string; readonly address: string; readonly connectionLimit?: number }[] =>
      live.status().edges.filter(({ wire }) => wire === 'redis');
    await expect
      .poll(() => edges().map(({ to, connectionLimit }) => [to, connectionLimit]), { timeout: 60_000 })
      .toEqual([
        ['Cache', 3],
        ['Sessions', 5],
      ]);
    const port = Number(edges()[0]?.address.split(':')[1]);
    const sockets = Array.from({ length: 4 }, () => net.connect(port, '127.0.0.1'));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    await expect.poll(() => live.status().edges.find(({ to }) => to === 'Cache')?.connections).toBe(4);
    const last = sockets.at(-1)?.on('error', () => undefined);
    if (last === undefined) throw new Error('There is no socket.');
    last.end('PING\r\n');
    expect(await text(last)).toBe(
      '-ERR max number of clients reached: edge "Web → Cache": Cache has as many connections as it accepts (3) (Asbuilt-Policy: connections=full)\r\n',
    );
  },
);

function rights(...rules: readonly string[]): readonly string[] {
  return ['on', 'nopass', '~*', '&*', ...rules];
}

test.skipIf(!hasRedis)('a Redis that may not be asked so is asked otherwise, or not at all', async () => {
  const server = await started('--maxclients', '77', '--user', 'config', ...rights('+@all', '-info'));
  const asked = (user: string): Promise<number> => askRedis(new URL(`redis://${user}:x@127.0.0.1:${server.port}/9`));
  expect(await asked('config')).toBe(77);
  const strict = await started('--user', 'nobody', ...rights('+@all', '-info', '-config'));
  const refused = askRedis(new URL(`redis://nobody:x@127.0.0.1:${strict.port}`));
  await expect(refused).rejects.toThrow('NOPERM');
  const locked = await started('--requirepass', 'hush', '--rename-command', 'CONFIG', '');
  await expect(askRedis(new URL(`redis://127.0.0.1:${locked.port}`))).rejects.toThrow('NOAUTH');
  expect(await askRedis(new URL(`redis://:hush@127.0.0.1:${locked.port}`))).toBe(10_000);
});
