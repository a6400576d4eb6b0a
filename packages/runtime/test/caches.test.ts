import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { oneService, running, sample } from './sample-system.ts';

const profile = `
http_port: PORT
services:
  Web:
    command: node server.mjs
    health: /health
`;

const cached = `${oneService.overview}
## Caching

**Cache Layers:**

| Layer | Technology | TTL | Use Case |
|---|---|---|---|
| CDN | any | 1h | |
| Application | Redis | 15m | Query results |
| Browser | HTTP cache | 10m | |

**Cache Invalidation:**

- On data updates (immediate)
`;

test('the caches that section 6 states are there, and services that know nothing of them are asked once', async () => {
  const live = await running(await sample(profile, { overview: cached }));
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(live.entryUrl + path, { method });
    return { headers: answer.headers, body: await answer.text() };
  };
  const [first, second] = [await ask('/page'), await ask('/page')];
  expect(first.headers.get('cache-status')).toBe('CDN; fwd=uri-miss; fwd-status=200; stored');
  expect(second.headers.get('cache-status')).toMatch(/^CDN; hit; ttl=3[56]\d\d$/);
  expect(second.headers.get('cache-control')).toBe('private, max-age=600');
  expect(second.body).toBe(first.body);
  expect(JSON.parse(first.body)).toMatchObject({ env: { ASBUILT_CACHES: '{"Application":900000}' } });
  await ask('/page', 'POST');
  expect((await ask('/page')).headers.get('cache-status')).toContain('fwd=uri-miss');
});

/** What the control server says of caches that keep answers of so many addresses. */
const holds = (addresses: number) => ({
  caches: [{ edge: 'User → Web', cache: 'CDN', addresses, bytes: expect.any(Number) }],
});

test('the control server says what the caches hold and empties them, for who has the token', async () => {
  const made = await sample(profile, { overview: cached });
  const live = await running(made);
  const token = await readFile(join(made.directory, '.asbuilt', 'token'), 'utf8');
  const control = async (path: string, body?: object, bearer = token) => {
    const method = body === undefined ? 'GET' : 'POST';
    const headers = { authorization: `Bearer ${bearer}` };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(`${live.controlUrl}${path}`, init);
    const said: unknown = await answer.json();
    return [answer.status, said];
  };
  await (await fetch(`${live.entryUrl}/a`)).text();
  await (await fetch(`${live.entryUrl}/b`)).text();
  expect(await control('/caches')).toEqual([200, holds(2)]);
  expect(await control('/caches/purge', { path: '/a' })).toEqual([200, { purged: 1 }]);
  expect(await control('/caches')).toEqual([200, holds(1)]);
  expect(await control('/caches/purge', { all: true })).toEqual([200, { purged: 1 }]);
  expect(await control('/caches/purge', { path: 'a' })).toMatchObject([
    400,
    { detail: expect.stringContaining('slash') },
  ]);
  expect(await control('/caches/purge', { all: true }, 'wrong')).toMatchObject([401, {}]);
  expect(await control('/caches/more')).toMatchObject([404, {}]);
});

test('a cache can be made to fail by its name', async () => {
  const made = await sample(profile, { overview: cached });
  const live = await running(made);
  const token = await readFile(join(made.directory, '.asbuilt', 'token'), 'utf8');
  const body = JSON.stringify({ service: 'CDN', effect: { kind: 'refuse' }, forMs: 60_000 });
  const added = await fetch(`${live.controlUrl}/faults`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(added.status).toBe(201);
  const answer = await fetch(`${live.entryUrl}/a`);
  expect([answer.status, answer.headers.get('asbuilt-policy')]).toEqual([502, 'fault=cache']);
});
