import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openLimits, type RedisLimits } from '../../src/supervisor/open-limits.ts';
import { hasRedisServer, type RedisServer, startRedis } from '../redis-server.ts';
import { eventually, oneService, running, sample } from '../sample-system.ts';
import { ask, openEdge, startService, type TestEdge } from './kit.ts';

const has = await hasRedisServer();
let redis: RedisServer;
beforeAll(async () => {
  if (has) redis = await startRedis();
});
afterAll(() => redis?.stop());

async function limits(told: string[] = [], { port } = redis, answersWithinMs = 60_000): Promise<RedisLimits> {
  const tell = (sentence: string): void => void told.push(sentence);
  const opened = await openLimits({ url: `redis://127.0.0.1:${port}`, prefix: 'test:', tell, answersWithinMs });
  onTestFinished(() => opened.close());
  return opened;
}

test.skipIf(!has)(
  'gateways that share a Redis let in together what the limit says, however many ask at once',
  async () => {
    const gateways = [await limits(), await limits(), await limits()];
    const policy = { requests: 20, perMs: 3_600_000 };
    const all = Array.from({ length: 90 }, (_, index) => gateways[index % 3]?.take('a', policy));
    const taken = await Promise.all(all);
    expect(taken.filter((each) => each?.isLetIn === true)).toHaveLength(20);
    expect(taken.every((each) => each !== undefined && each.used <= 20)).toBe(true);
    expect((await gateways[0]?.take('b', policy))?.isLetIn).toBe(true);
  },
);

test.skipIf(!has)('what was taken flows back evenly, and is forgotten', async () => {
  const one = await limits();
  const policy = { requests: 2, perMs: 8_000 };
  const taken = await Promise.all([1, 2, 3].map(() => one.take('c', policy)));
  expect(taken.map((each) => each?.isLetIn)).toEqual([true, true, false]);
  await eventually(async () => (await one.take('c', policy))?.isLetIn === true, 60_000);
});

async function gateway(sharedLimits: RedisLimits): Promise<TestEdge> {
  const service = await startService((_, response) => void response.end());
  const guard = { trustedProxies: 0, rateLimit: { requests: 3, perMs: 3_600_000 } };
  return openEdge({ entry: true, target: service.target, guard, shared: { sharedLimits } });
}

/** The status, what is left, and what policies did. */
async function asked(edge: TestEdge): Promise<readonly unknown[]> {
  const { status, headers } = await ask(edge);
  return [status, String(headers['ratelimit']).split(';')[1], headers['asbuilt-policy']];
}

test.skipIf(!has)('clients are told where they stand with all gateways together', async () => {
  const [one, other] = [await gateway(await limits()), await gateway(await limits())];
  expect(await asked(one)).toEqual([200, 'r=2', undefined]);
  expect(await asked(other)).toEqual([200, 'r=1', undefined]);
  expect(await asked(one)).toEqual([200, 'r=0', undefined]);
  expect(await asked(other)).toEqual([429, 'r=0', 'rate-limit=exceeded']);
});

test.skipIf(!has)('while Redis hangs or is gone each gateway counts alone, says so, and finds it again', async () => {
  const own = await startRedis();
  onTestFinished(own.stop);
  const told: string[] = [];
  const edge = await gateway(await limits(told, own, 1_000));
  process.kill(own.pid, 'SIGSTOP');
  onTestFinished(() => void process.kill(own.pid, 'SIGCONT'));
  expect(await asked(edge)).toEqual([200, 'r=2', 'rate-limit=local']);
  expect(await asked(edge)).toEqual([200, 'r=1', 'rate-limit=local']);
  expect(told).toEqual([
    expect.stringMatching(/^The Redis of the rate limits is not to be had: .*; this gateway counts alone$/),
  ]);
  process.kill(own.pid, 'SIGCONT');
  await eventually(async () => {
    await asked(edge);
    edge.pass(3_600_000);
    return told.includes('The Redis of the rate limits is back; gateways count together again');
  }, 60_000);
});

test.skipIf(!has)('a system that is given REDIS_URL counts there', async () => {
  const overview = `${oneService.overview}\n## Security\n\n**Data Protection:**\n\n- API security: rate limit (1000 requests/hour)\n`;
  const profile =
    'http_port: PORT\nservices:\n  Web: { command: node server.mjs, health: /health, starts_within: 60s }\n';
  const live = await running(
    await sample(profile, { overview, env: { REDIS_URL: `redis://127.0.0.1:${redis.port}` } }),
  );
  const client = new Redis(redis.port);
  onTestFinished(() => client.disconnect());
  await expect
    .poll(
      async () => {
        await fetch(live.entryUrl);
        return client.keys('asbuilt:rate:User → Web:entry:*');
      },
      { timeout: 60_000 },
    )
    .toHaveLength(1);
});
