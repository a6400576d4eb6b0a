import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { CalleeCaches } from '#http-cache/callee-caches';
import { openDrops } from '../../src/supervisor/open-drops.ts';
import { ask, openEdge, type TestEdge } from '../gateway/kit.ts';
import { hasRedisServer, startRedis } from '../redis-server.ts';
import { eventually, running, sample } from '../sample-system.ts';
import { get, type Origin, oneTier, openCached, startOrigin } from './kit.ts';

/** Answers GET with how often it was asked; what is written names a place and a tag. */
function blog(): Promise<Origin> {
  return startOrigin((request, response) => {
    const isWrite = request.method !== 'GET';
    const headers: Record<string, string> = isWrite
      ? { location: '/named', 'cache-group-invalidation': '"posts"' }
      : { 'cache-control': 'max-age=60', 'cache-tag': request.url === '/feed' ? 'posts' : 'none' };
    response.writeHead(request.url === '/refused' && isWrite ? 409 : 200, headers).end(`${origin.asked}`);
  });
}

let origin: Origin;
let calleeCaches: CalleeCaches;
let users: TestEdge;
let admins: TestEdge;

beforeEach(async () => {
  origin = await blog();
  calleeCaches = new CalleeCaches();
  const two = { tiers: [...oneTier.tiers, { name: 'Edge', ttlMs: 60_000, holds: 'anything' as const }] };
  users = await openCached(origin, two, { name: 'User → Blog', shared: { calleeCaches } });
  admins = await openCached(origin, oneTier, { name: 'Admin → Blog', shared: { calleeCaches } });
});

const paths = ['/posts?page=2', '/posts', '/feed', '/named', '/refused'];
const reads = (edge: TestEdge) => Promise.all(paths.map(async (path) => (await get(edge, path)).body));
/** Which of the paths are answered otherwise than before. */
const changed = async (edge: TestEdge, before: readonly string[]) => {
  const after = await reads(edge);
  return paths.filter((_, index) => after[index] !== before[index]);
};

describe('two edges that lead to one service', () => {
  test('lose what was changed through the other one, in all tiers, though each is asked at an address of its own', async () => {
    const before = [await reads(users), await reads(admins)] as const;
    expect([await changed(users, before[0]), await changed(admins, before[1])]).toEqual([[], []]);
    await ask(admins, { method: 'PUT', path: '/posts?page=2' });
    expect(await changed(users, before[0])).toEqual(['/posts?page=2', '/feed', '/named']);
    expect(await changed(admins, before[1])).toEqual(['/posts?page=2', '/feed', '/named']);
  });

  test('keep everything when the service refused the change', async () => {
    const before = await reads(users);
    await ask(admins, { method: 'DELETE', path: '/refused' });
    expect(await changed(users, before)).toEqual([]);
  });

  test('do not keep what the service was asked for before the change and answered after it', async () => {
    const held: (() => void)[] = [];
    const slow = await startOrigin((request, response) => {
      if (request.method === 'POST') response.end();
      else held.push(() => void response.writeHead(200, { 'cache-control': 'max-age=60' }).end('old'));
    });
    const plan = { shared: { calleeCaches: new CalleeCaches() } };
    const [one, other] = [await openCached(slow, oneTier, plan), await openCached(slow, oneTier, plan)];
    const early = get(one, '/posts');
    await eventually(() => held.length === 1, 60_000);
    await ask(other, { method: 'POST', path: '/posts' });
    held[0]?.();
    expect((await early).body).toBe('old');
    expect(one.cache?.tiers[0]?.size).toBe(0);
  });

  test('hear of changes through an edge inside of the system, which keeps nothing, or only watches', async () => {
    const options = { target: origin.target, entry: false, shared: { calleeCaches } };
    const inside = [await openEdge(options), await openEdge({ ...options, observed: true })];
    for (const edge of inside) {
      const before = await reads(users);
      const answer = await ask(edge, { method: 'PATCH', path: '/posts' });
      expect([answer.status, answer.headers['cache-status']]).toEqual([200, undefined]);
      expect(await changed(users, before)).toEqual(['/posts', '/feed', '/named']);
    }
  });
});

const has = await hasRedisServer();

test.skipIf(!has)('what is changed through one edge empties the caches of another one in other gateways', async () => {
  const redis = await startRedis();
  onTestFinished(redis.stop);
  const gateway = async (): Promise<readonly [TestEdge, TestEdge]> => {
    const url = `redis://127.0.0.1:${redis.port}`;
    const sharedDrops = await openDrops({ url, channel: 'two edges', tell: () => undefined });
    onTestFinished(() => sharedDrops.close());
    const shared = { calleeCaches: new CalleeCaches(), sharedDrops };
    return [
      await openCached(origin, oneTier, { name: 'User → Blog', shared }),
      await openCached(origin, oneTier, { name: 'Admin → Blog', shared }),
    ];
  };
  const [[, here], [there]] = [await gateway(), await gateway()];
  const before = await reads(there);
  await ask(here, { method: 'POST', path: '/posts' });
  await eventually(async () => (await changed(there, before)).includes('/posts'), 60_000);
  expect(await changed(there, before)).not.toContain('/posts?page=2');
});

test('as the supervisor opens them: a change by a service empties what the public entry keeps', async () => {
  const overview = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |
| Worker | work | REST | HTTP |

## Data Flow

**Request Flow:**
1. User → Web (opens a page)
2. Web → User (page)
3. Clock → Worker (it is time)
4. Worker → Web (changes)
5. Web → Worker (done)
6. Worker → Clock (done)

## Caching

| Layer | Technology | TTL | Use Case |
|---|---|---|---|
| CDN | any | 1h | |
`;
  const profile = `
http_port: PORT
services:
  Web: { command: node server.mjs, health: /health, starts_within: 60s }
  Worker: { command: node server.mjs, health: /health, starts_within: 60s }
`;
  const live = await running(await sample(profile, { overview }));
  const status = async (): Promise<string> => {
    const answer = await fetch(`${live.entryUrl}/page`);
    await answer.text();
    return answer.headers.get('cache-status') ?? '';
  };
  await status();
  expect(await status()).toContain('hit');
  const inside = live.status().edges.find(({ name }) => name === 'Worker → Web');
  await (await fetch(`http://${inside?.address}/page`, { method: 'POST' })).text();
  expect(await status()).toContain('fwd=uri-miss');
});
