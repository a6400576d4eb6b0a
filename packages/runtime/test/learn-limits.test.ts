import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { askConnectionLimit } from '#providers/database/connection-limit';
import { askerOf } from '#supervisor/learn-limits';
import { freePort } from './gateway/kit.ts';
import { eventually, overview, running, sample } from './sample-system.ts';

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
  expect(askerOf({ kind: 'elsewhere', url, target })).toBeTypeOf('function');
  const anonymous = new URL(`postgres://127.0.0.1:${url.port}/db`);
  expect(askerOf({ kind: 'elsewhere', url: anonymous, target })).toBeUndefined();
  expect(askerOf({ kind: 'elsewhere', url: new URL('redis://u:p@127.0.0.1'), target })).toBeUndefined();
});
