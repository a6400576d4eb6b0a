import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDrops, type RedisDrops } from '../../src/supervisor/open-drops.ts';
import { ask, type TestEdge } from '../gateway/kit.ts';
import { hasRedisServer, type RedisServer, startRedis } from '../redis-server.ts';
import { eventually, oneService, running, sample } from '../sample-system.ts';
import { get, type Origin, oneTier, openCached, startOrigin } from './kit.ts';

const has = await hasRedisServer();
let redis: RedisServer;
beforeAll(async () => {
  if (has) redis = await startRedis();
});
afterAll(() => redis?.stop());

let channels = 0;

async function drops(channel: string, { port } = redis, told: string[] = []): Promise<RedisDrops> {
  const tell = (sentence: string): void => void told.push(sentence);
  const opened = await openDrops({ url: `redis://127.0.0.1:${port}`, channel, tell });
  onTestFinished(() => opened.close());
  return opened;
}

/** Gateways of one system, each with caches of its own in front of the same origin. */
async function gateways(origin: Origin, server = redis, told: string[] = []): Promise<readonly [TestEdge, TestEdge]> {
  const channel = `test ${(channels += 1)}`;
  const one = await openCached(origin, oneTier, { shared: { sharedDrops: await drops(channel, server, told) } });
  const other = await openCached(origin, oneTier, { shared: { sharedDrops: await drops(channel, server) } });
  return [one, other];
}

/** Answers GET with how often it was asked; what is written names a tag. */
async function blog(): Promise<Origin> {
  const origin = await startOrigin((request, response) => {
    const isWrite = request.method !== 'GET';
    const headers: Record<string, string> = isWrite
      ? { 'cache-group-invalidation': '"posts"', location: '/named' }
      : { 'cache-control': 'max-age=60', 'cache-tag': request.url === '/feed' ? 'posts' : 'none' };
    response.writeHead(isWrite ? 201 : 200, headers).end(String(origin.asked));
  });
  return origin;
}

/** A balancer in front of several gateways leaves the host as the client says it. */
const host = { host: 'blog.example' };
const read = async (edge: TestEdge, path: string): Promise<string> => (await get(edge, path, host)).body;
const reads = (edge: TestEdge, ...paths: string[]) => Promise.all(paths.map((path) => read(edge, path)));
const paths = ['/posts', '/feed', '/named', '/other'];

test.skipIf(!has)('what is written through one gateway empties the caches of the others', async () => {
  const [one, other] = await gateways(await blog());
  const before = await reads(other, ...paths);
  expect(await reads(other, ...paths)).toEqual(before);
  await ask(one, { method: 'POST', path: '/posts', headers: host });
  await eventually(() => other.cache?.tiers[0]?.size === 1, 60_000);
  const after = await reads(other, ...paths);
  expect(after.map((body, index) => body === before[index])).toEqual([false, false, false, true]);
});

test.skipIf(!has)('what is purged by hand at one gateway is purged at all', async () => {
  const [one, other] = await gateways(await blog());
  await reads(other, ...paths);
  const purged = one.cache?.drop({ purge: { path: '/posts' } });
  expect([purged?.count, await purged?.isToldElsewhere]).toEqual([0, true]);
  await eventually(() => other.cache?.tiers[0]?.size === 3, 60_000);
  one.cache?.drop({ purge: { tag: 'posts' } });
  await eventually(() => other.cache?.tiers[0]?.size === 2, 60_000);
  one.cache?.drop({ purge: { all: true } });
  await eventually(() => other.cache?.tiers[0]?.size === 0, 60_000);
});

test.skipIf(!has)('what an origin was asked for before the word came is not kept after it', async () => {
  const held: (() => void)[] = [];
  const slow = await startOrigin((_request, response) => {
    const answer = (): void => void response.writeHead(200, { 'cache-control': 'max-age=60' }).end('old');
    held.push(answer);
  });
  const [one, other] = await gateways(slow);
  const early = read(other, '/posts');
  await eventually(() => held.length === 1, 60_000);
  const before = other.cache?.changes ?? 0;
  one.cache?.drop({ purge: { path: '/posts' } });
  await eventually(() => (other.cache?.changes ?? 0) > before, 60_000);
  held[0]?.();
  expect(await early).toBe('old');
  expect(other.cache?.tiers[0]?.size).toBe(0);
});

test.skipIf(!has)('who did not hear for a while drops everything, and what was not told is told later', async () => {
  const own = await startRedis();
  onTestFinished(own.stop);
  const told: string[] = [];
  const [one, other] = await gateways(await blog(), own, told);
  await Promise.all([reads(one, ...paths), reads(other, ...paths)]);
  await own.stop();
  await eventually(() => told.length === 1, 60_000);
  expect(told[0]).toMatch(/^The Redis of the caches is not to be had: .+; what changes at one gateway reaches/);
  const write = one.cache?.drop({ purge: { path: '/posts' } });
  expect([write?.count, await write?.isToldElsewhere]).toEqual([1, false]);
  expect(other.cache?.tiers[0]?.size).toBe(4);
  const again = await startRedis([], own.port);
  onTestFinished(again.stop);
  await eventually(() => one.cache?.tiers[0]?.size === 0 && other.cache?.tiers[0]?.size === 0, 60_000);
  await eventually(() => told.length === 2, 60_000);
  expect(told[1]).toMatch(/is back/);
});

test.skipIf(!has)('a Redis that hangs is found out, and what it may have lost is dropped', async () => {
  const own = await startRedis();
  onTestFinished(own.stop);
  const told: string[] = [];
  const [one] = await gateways(await blog(), own, told);
  await reads(one, ...paths);
  process.kill(own.pid, 'SIGSTOP');
  onTestFinished(() => void process.kill(own.pid, 'SIGCONT'));
  await eventually(() => told.length === 1, 60_000);
  expect(one.cache?.tiers[0]?.size).toBe(4);
  process.kill(own.pid, 'SIGCONT');
  await eventually(() => one.cache?.tiers[0]?.size === 0, 60_000);
});

test.skipIf(!has)('what others write to the channel harms nobody', async () => {
  const told: string[] = [];
  const [one] = await gateways(await blog(), redis, told);
  await reads(one, ...paths);
  const client = new Redis(redis.port);
  onTestFinished(() => client.disconnect());
  const say = (word: string): Promise<number> => client.publish(`test ${channels}`, word);
  const said = ['{', 'null', '7', '{"from":1}', '{"from":1,"edge":"Web → API","drop":{"purge":{"all":false}}}'];
  for (const word of said) expect(await say(word)).toBe(2);
  await say('{"from":1,"edge":"Web → API","drop":{"purge":{"path":"/posts"}}}');
  await eventually(() => one.cache?.tiers[0]?.size === 3, 60_000);
  expect(told).toEqual([]);
});

const profile =
  'http_port: PORT\nservices:\n  Web: { command: node server.mjs, health: /health, starts_within: 60s }\n';
const cached = `${oneService.overview}
## Caching

| Layer | Technology | TTL | Use Case |
|---|---|---|---|
| CDN | any | 1h | |
`;

test.skipIf(!has)('two systems of one overview that are given REDIS_URL tell each other', async () => {
  const env = { REDIS_URL: `redis://127.0.0.1:${redis.port}` };
  const made = [await sample(profile, { overview: cached, env }), await sample(profile, { overview: cached, env })];
  const [one, other] = await Promise.all(made.map((each) => running(each)));
  const token = await readFile(join(made[0]?.directory ?? '', '.asbuilt', 'token'), 'utf8');
  const kept = async (): Promise<string | null> => {
    const answer = await fetch(`${other?.entryUrl}/page`);
    await answer.text();
    return answer.headers.get('cache-status');
  };
  await kept();
  expect(await kept()).toContain('hit');
  const purge = await fetch(`${one?.controlUrl}/caches/purge`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: '{"path":"/page"}',
  });
  expect(await purge.json()).toEqual({ purged: 0, elsewhere: 'told' });
  await eventually(async () => !(await kept())?.includes('hit'), 60_000);
});
