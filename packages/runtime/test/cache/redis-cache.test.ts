import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { type CacheOptions, openCache } from '../../src/cache/open-cache.ts';
import { bundled } from '../bundled.ts';
import { hasRedisServer, type RedisServer, startRedis } from '../redis-server.ts';

const there = await hasRedisServer();
let redis: RedisServer;
let caches = 0;

const urlOf = ({ host, port }: RedisServer): string => `redis://${host}:${port}`;
const read = (json: unknown): string => (typeof json === 'string' ? json : 'none');

/** Waits until something holds, with patience for a busy machine. */
const until = (holds: () => boolean) => vi.waitUntil(holds, { timeout: 60_000, interval: 10 });

/** Two caches as two processes have them, each with connections of its own. */
async function two(options: CacheOptions = {}, server = redis) {
  caches += 1;
  const problems: string[] = [];
  const open = () =>
    openCache({
      ttlMs: 60_000,
      jitter: 0,
      redis: urlOf(server),
      prefix: `test ${caches}`,
      read,
      onProblem: ({ message }) => problems.push(message),
      ...options,
    });
  const [one, other] = await Promise.all([open(), open()]);
  onTestFinished(() => Promise.all([one.close(), other.close()]).then(() => undefined));
  return { one, other, problems };
}

describe.skipIf(!there)('with a Redis', () => {
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test('what one has fetched, the other one takes', async () => {
    const { one, other } = await two();
    await until(() => one.reach === 'all' && other.reach === 'all');
    expect(await one.getOrSet('a', () => 'first')).toBe('first');
    expect(await other.getOrSet('a', () => 'second')).toBe('first');
    expect([other.counts.shared, other.counts.misses]).toEqual([1, 0]);
  });

  test('whoever wants it while another one fetches it waits for that', async () => {
    const { one, other, problems } = await two();
    let fetched = 0;
    const fetch = async (): Promise<string> => {
      fetched += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return 'once';
    };
    const values = await Promise.all([one, other].flatMap((cache) => [1, 2, 3].map(() => cache.getOrSet('a', fetch))));
    expect(new Set(values)).toEqual(new Set(['once']));
    expect(fetched).toBeLessThanOrEqual(problems.length === 0 ? 1 : 2);
  });

  test('what a program of another version has put in is fetched anew, and told', async () => {
    const { one, other, problems } = await two();
    const strict = await openCache({
      ttlMs: 60_000,
      staleOnErrorMs: 60_000,
      redis: urlOf(redis),
      prefix: `test ${caches}`,
      read: (json) => {
        if (json !== 'new') throw new Error('no such post');
        return 'new';
      },
      onProblem: ({ message }) => problems.push(message),
    });
    onTestFinished(() => strict.close());
    await until(() => [one, other, strict].every((cache) => cache.reach === 'all'));
    await one.getOrSet('a', () => 'old', { tags: ['posts'] });
    await expect(strict.getOrSet('a', () => Promise.reject(new Error('no source')))).rejects.toThrow('no source');
    expect(await strict.getOrSet('a', () => 'new')).toBe('new');
    expect(await strict.getOrSet('a', () => 'newer')).toBe('new');
    // The others go on with what they have, and who has nothing takes the new one.
    expect([await one.getOrSet('a', () => 'x'), await other.getOrSet('a', () => 'x')]).toEqual(['old', 'new']);
    expect(problems).toContain('What Redis has of "a" cannot be read, so it is fetched: no such post');
  });

  test('a value that JSON cannot hold is refused, with its key, and leaves Redis in use', async () => {
    const cache = await openCache({ ttlMs: 60_000, redis: urlOf(redis), prefix: 'json' });
    onTestFinished(() => cache.close());
    await until(() => cache.reach === 'all');
    await expect(cache.getOrSet('total', () => 5n)).rejects.toThrow(
      /^The value of "total" cannot be shared, since JSON/,
    );
    expect(await cache.getOrSet('total', () => 5)).toBe(5);
    expect(cache.reach).toBe('all');
  });

  test('an entry without an end is shared, and one of no time at all leaves Redis in use', async () => {
    const { one, other, problems } = await two({ staleOnErrorMs: Number.POSITIVE_INFINITY });
    await until(() => one.reach === 'all' && other.reach === 'all');
    const forever = { ttlMs: Number.POSITIVE_INFINITY };
    expect([await one.getOrSet('a', () => '1', forever), await other.getOrSet('a', () => '2', forever)]).toEqual([
      '1',
      '1',
    ]);
    await expect(one.getOrSet('b', () => '1', { ttlMs: Number.NaN })).rejects.toThrow(
      'ttlMs of "b" must be 0 ms or more',
    );
    expect([one.reach, other.reach, problems]).toEqual(['all', 'all', []]);
  });

  test('one who fails gives the next one a turn', async () => {
    const { one, other } = await two();
    const failing = one.getOrSet('a', async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      throw new Error('no');
    });
    const waiting = new Promise((resolve) => setTimeout(resolve, 30)).then(() => other.getOrSet('a', () => 'yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await waiting).toBe('yes');
  });

  test.each([
    ['delete', 'a'],
    ['deleteTags', 'posts'],
    ['clear', ''],
  ] as const)('what one drops, the other one drops: %s', async (drop, what) => {
    const { one, other } = await two();
    let number = 0;
    const get = (cache: typeof one) => cache.getOrSet('a', () => `value ${(number += 1)}`, { tags: ['posts'] });
    expect([await get(one), await get(other)]).toEqual(['value 1', 'value 1']);
    expect(await one[drop](what)).toBe('all');
    await until(() => other.size === 0);
    expect([await get(other), await get(one)]).toEqual(['value 2', 'value 2']);
  });

  test.each(['delete', 'deleteTags', 'clear'] as const)(
    'what is dropped elsewhere while it is fetched is given to who waits, and kept nowhere: %s',
    async (drop) => {
      const { one, other } = await two();
      const answers: (() => void)[] = [];
      const slow = (): Promise<string> => new Promise((resolve) => answers.push(() => resolve('old')));
      const early = one.getOrSet('a', slow, { tags: ['a'] });
      await until(() => answers.length === 1);
      await other[drop]('a');
      answers[0]?.();
      expect(await early).toBe('old');
      expect([await other.getOrSet('a', () => 'new'), await one.getOrSet('a', () => 'newer')]).toEqual(['new', 'new']);
    },
  );

  test('that there is none is shared too, for its own time', async () => {
    const { one, other } = await two({ absentMs: 60_000 });
    const none = await openCache({ ttlMs: 1000, absentMs: 60_000, redis: urlOf(redis), prefix: 'absent' });
    const some = await openCache({ ttlMs: 1000, absentMs: 60_000, redis: urlOf(redis), prefix: 'absent' });
    onTestFinished(() => Promise.all([none.close(), some.close()]).then(() => undefined));
    expect([await none.getOrSet('a', () => undefined), await some.getOrSet('a', () => 'there')]).toEqual([
      undefined,
      undefined,
    ]);
    expect([one.size, other.size]).toEqual([0, 0]);
  });

  test('a stale value of another process stands in while the source fails', async () => {
    const { one, other, problems } = await two({ ttlMs: 50, staleOnErrorMs: 60_000 });
    await one.getOrSet('a', () => 'kept');
    await new Promise((resolve) => setTimeout(resolve, 80));
    const value = await other.getOrSet('a', () => {
      throw new Error('the source is down');
    });
    expect([value, problems]).toEqual(['kept', ['the source is down']]);
  });

  test('one who fetches for longer than a lease keeps it by signs of life; one who gives none loses it', async () => {
    const { one, other, problems } = await two({ leaseMs: 1500 });
    let fetched = 0;
    const fetch = async (): Promise<string> => {
      fetched += 1;
      await new Promise((resolve) => setTimeout(resolve, 3000));
      return 'slow';
    };
    const values = await Promise.all([one.getOrSet('a', fetch), other.getOrSet('a', fetch)]);
    expect(values).toEqual(['slow', 'slow']);
    // Whoever hears nothing of Redis for half a second, as on a machine that is very busy, fetches for itself and says so.
    expect(fetched).toBeLessThanOrEqual(problems.length === 0 ? 1 : 2);
  });
});

describe.skipIf(!there)('when a Redis goes away', () => {
  test('each process fetches for itself, once, and says so; what was dropped meanwhile is told when it is back', async () => {
    const server = await startRedis();
    const { one, other, problems } = await two({}, server);
    await one.getOrSet('a', () => 'before');
    await one.getOrSet('gone', () => 'before');
    await server.stop();
    await until(() => one.reach === 'process' && other.reach === 'process');
    expect(problems.length).toBeGreaterThan(0);
    let fetched = 0;
    const fetch = async (): Promise<string> => `fetched ${(fetched += 1)}`;
    const values = await Promise.all(Array.from({ length: 100 }, () => other.getOrSet('b', fetch)));
    expect([new Set(values), fetched]).toEqual([new Set(['fetched 1']), 1]);
    expect(await one.delete('a')).toBe('process');
    const back = await startRedis(['--port', String(server.port)]);
    onTestFinished(back.stop);
    await until(() => one.reach === 'all' && other.reach === 'all');
    expect([one.size, other.size]).toEqual([0, 0]);
    expect([await one.getOrSet('a', () => 'after'), await other.getOrSet('a', () => 'other')]).toEqual([
      'after',
      'after',
    ]);
  });

  test('one that takes the connection and says nothing is told of, also where TLS was asked for', async () => {
    const silent = net.createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const { port } = z.object({ port: z.number() }).parse(silent.address());
    const problems: string[] = [];
    const cache = await openCache({
      ttlMs: 60_000,
      redis: `rediss://127.0.0.1:${port}`,
      onProblem: ({ message }) => problems.push(message),
    });
    onTestFinished(() => cache.close());
    expect([cache.reach, problems.length]).toEqual(['process', 1]);
    expect(await cache.getOrSet('a', () => 'here')).toBe('here');
  });

  test('one that was not there at the start is used once it is', async () => {
    const first = await startRedis();
    await first.stop();
    const { one, other, problems } = await two({}, first);
    expect([await one.getOrSet('a', () => 'alone'), one.reach]).toEqual(['alone', 'process']);
    expect(problems.length).toBeGreaterThan(0);
    const late = await startRedis(['--port', String(first.port)]);
    onTestFinished(late.stop);
    await until(() => one.reach === 'all' && other.reach === 'all');
    await one.getOrSet('b', () => 'shared');
    expect(await other.getOrSet('b', () => 'other')).toBe('shared');
  });

  test('one that hangs costs a caller half a second, and only one a second', async () => {
    const server = await startRedis();
    onTestFinished(server.stop);
    const { one, other, problems } = await two({}, server);
    await one.getOrSet('a', () => 'before');
    await other.getOrSet('a', () => 'other');
    process.kill(server.pid, 'SIGSTOP');
    const begun = performance.now();
    for (let key = 0; key < 100; key += 1) expect(await one.getOrSet(`key ${key}`, () => 'fetched')).toBe('fetched');
    const tookMs = performance.now() - begun;
    expect(await one.delete('a')).toBe('process');
    process.kill(server.pid, 'SIGCONT');
    expect(tookMs).toBeLessThan(20_000);
    expect(problems.join()).toContain('Redis does not answer');
    await until(() => one.reach === 'all');
    // What was dropped meanwhile is told now.
    await until(() => other.size === 0);
    expect(await other.getOrSet('a', () => 'after')).toBe('after');
  });
});

interface Told {
  readonly fetched: number;
  readonly values: number;
  readonly value: string;
  /** How often it could not ask Redis in time, so far. */
  readonly problems: number;
}

async function workers(count: number, env: Record<string, string>): Promise<ChildProcess[]> {
  const script = await bundled("import './test/cache/worker.ts';");
  caches += 1;
  const prefix = `workers ${caches}`;
  const children = Array.from({ length: count }, () => fork(script, [prefix], { env: { ...process.env, ...env } }));
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  await Promise.all(children.map((child) => once(child, 'message')));
  return children;
}

async function allWant(children: readonly ChildProcess[], key: string): Promise<Told[]> {
  return Promise.all(
    children.map(async (child) => {
      const told = once(child, 'message');
      child.send(key);
      const [answer]: Told[] = await told;
      if (answer === undefined) throw new Error('The process said nothing.');
      return answer;
    }),
  );
}

test('without Redis, 1,000 callers in each of 4 processes fetch once a process', async () => {
  const children = await workers(4, { REDIS_URL: '' });
  const told = await allWant(children, 'cold');
  expect(told.map(({ fetched, values }) => [fetched, values])).toEqual([1, 2, 3, 4].map(() => [1, 1]));
});

test.skipIf(!there)('with Redis, 1,000 callers in each of 4 processes fetch once in all', async () => {
  const server = await startRedis();
  onTestFinished(server.stop);
  const children = await workers(4, { REDIS_URL: urlOf(server) });
  const told = await allWant(children, 'cold');
  // On a machine that is so busy that Redis does not answer in half a second, each goes on alone.
  const late = told.filter(({ problems }) => problems > 0).length;
  expect(told.reduce((sum, { fetched }) => sum + fetched, 0)).toBeLessThanOrEqual(1 + late);
  expect(new Set(told.map(({ value }) => value)).size).toBeLessThanOrEqual(1 + late);
});

test.skipIf(!there)('a process that dies while it fetches costs one more fetch', async () => {
  const server = await startRedis();
  onTestFinished(server.stop);
  const [dying, ...others] = await workers(4, { REDIS_URL: urlOf(server) });
  dying?.send('cold');
  await new Promise((resolve) => setTimeout(resolve, 100));
  dying?.kill('SIGKILL');
  const told = await allWant(others, 'cold');
  const late = told.filter(({ problems }) => problems > 0).length;
  expect(told.reduce((sum, { fetched }) => sum + fetched, 0)).toBeLessThanOrEqual(1 + late);
});
