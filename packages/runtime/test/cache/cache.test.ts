import { expect, onTestFinished, test } from 'vitest';
import { type Cache, type CacheOptions, openCache } from '../../src/cache/open-cache.ts';
import { ours, theirs } from './hits.ts';

/** A cache of one process with a clock of its own, and a source that counts. */
async function opened(options: CacheOptions = {}) {
  let time = 0;
  let asked = 0;
  const problems: string[] = [];
  const cache = await openCache({
    ttlMs: 1000,
    jitter: 0,
    redis: false,
    now: () => time,
    onProblem: ({ message }) => problems.push(message),
    ...options,
  });
  onTestFinished(() => cache.close());
  const fetch = async (): Promise<string> => {
    asked += 1;
    return `value ${asked}`;
  };
  return { cache, fetch, problems, asked: () => asked, pass: (ms: number) => (time += ms) };
}

const broken = (): never => {
  throw new Error('the source is down');
};

test('a value is fetched once and given until its time is up', async () => {
  const { cache, fetch, pass } = await opened();
  expect([await cache.getOrSet('a', fetch), await cache.getOrSet('a', fetch)]).toEqual(['value 1', 'value 1']);
  pass(999);
  expect(await cache.getOrSet('a', fetch)).toBe('value 1');
  pass(1);
  expect(await cache.getOrSet('a', fetch)).toBe('value 2');
  expect(cache.counts).toEqual({ hits: 2, stale: 0, misses: 2, coalesced: 0, shared: 0 });
});

test('1,000 who want a value that is not there wait for one fetch', async () => {
  const { cache, fetch, asked } = await opened();
  const values = await Promise.all(Array.from({ length: 1000 }, () => cache.getOrSet('a', fetch)));
  expect([new Set(values), asked(), cache.counts.coalesced]).toEqual([new Set(['value 1']), 1, 999]);
});

test('a failure is told to all who wait, and not kept', async () => {
  const { cache, fetch } = await opened();
  const results = await Promise.allSettled([cache.getOrSet('a', broken), cache.getOrSet('a', fetch)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await cache.getOrSet('a', fetch)).toBe('value 1');
});

test('a stale value is given while it is renewed, and no longer', async () => {
  const { cache, fetch, pass, asked } = await opened({ staleWhileRenewedMs: 500 });
  await cache.getOrSet('a', fetch);
  pass(1200);
  const stale = await Promise.all([cache.getOrSet('a', fetch), cache.getOrSet('a', fetch)]);
  expect([stale, asked()]).toEqual([['value 1', 'value 1'], 2]);
  await new Promise(setImmediate);
  expect(await cache.getOrSet('a', fetch)).toBe('value 2');
  pass(1500);
  expect(await cache.getOrSet('a', fetch)).toBe('value 3');
});

test('while its source fails, a stale value is given, and the source is tried once a second', async () => {
  const { cache, fetch, pass, problems } = await opened({ staleOnErrorMs: 10_000 });
  await cache.getOrSet('a', fetch);
  pass(1500);
  for (let call = 0; call < 5; call += 1) expect(await cache.getOrSet('a', broken)).toBe('value 1');
  expect(problems).toEqual(['the source is down']);
  pass(1000);
  expect([await cache.getOrSet('a', broken), problems.length]).toEqual(['value 1', 2]);
  pass(9000);
  await expect(cache.getOrSet('a', broken)).rejects.toThrow('the source is down');
});

test('that there is none is remembered for a time of its own, and not where none is stated', async () => {
  const { cache, pass } = await opened({ absentMs: 100 });
  let asked = 0;
  const find = (): undefined => {
    asked += 1;
  };
  await cache.getOrSet('a', find);
  await cache.getOrSet('a', find);
  expect(asked).toBe(1);
  pass(101);
  await cache.getOrSet('a', find, { absentMs: 0 });
  await cache.getOrSet('a', find);
  expect(asked).toBe(3);
});

test('chance makes entries end earlier, each at another time, and never later than stated', async () => {
  let chance = 0;
  const { cache, fetch, pass, asked } = await opened({ jitter: 0.5, random: () => chance });
  await cache.getOrSet('long', fetch);
  chance = 0.999;
  await cache.getOrSet('short', fetch);
  pass(600);
  await Promise.all([cache.getOrSet('long', fetch), cache.getOrSet('short', fetch)]);
  expect(asked()).toBe(3);
  pass(400);
  await cache.getOrSet('long', fetch);
  expect(asked()).toBe(4);
});

test('keys, tags and everything can be dropped; without Redis that reaches this process, and the cache says so', async () => {
  const { cache, fetch } = await opened();
  const fill = async (): Promise<void> => {
    await cache.getOrSet('a', fetch, { tags: ['posts', 'anna'] });
    await cache.getOrSet('b', fetch, { tags: ['posts'] });
    await cache.getOrSet('c', fetch);
  };
  await fill();
  expect([await cache.delete('c'), cache.size, cache.reach]).toEqual(['process', 2, 'process']);
  expect([await cache.deleteTags('anna'), cache.size]).toEqual(['process', 1]);
  await fill();
  expect([await cache.deleteTags('posts', 'none'), cache.size]).toEqual(['process', 1]);
  expect([await cache.clear(), cache.size]).toEqual(['process', 0]);
});

test.each(['delete', 'deleteTags', 'clear'] as const)(
  'what is dropped while it is fetched is not kept, and who asks later gets what is fetched later: %s',
  async (drop) => {
    const { cache } = await opened();
    const answers: ((value: string) => void)[] = [];
    const fetch = (): Promise<string> => new Promise((resolve) => answers.push(resolve));
    const before = cache.getOrSet('a', fetch, { tags: ['a'] });
    await new Promise(setImmediate);
    await cache[drop]('a');
    const after = cache.getOrSet('a', fetch, { tags: ['a'] });
    await new Promise(setImmediate);
    answers[1]?.('new');
    expect(await after).toBe('new');
    answers[0]?.('old');
    expect([await before, await cache.getOrSet('a', fetch)]).toEqual(['old', 'new']);
  },
);

test('no more entries are kept than stated, and tags hold on to nothing', async () => {
  const { cache, fetch } = await opened({ maxEntries: 10 });
  for (let key = 0; key < 100; key += 1) await cache.getOrSet(String(key), fetch, { tags: [`tag ${key}`] });
  expect(cache.size).toBe(10);
});

test('a layer of the overview gives the time, and one that is not there is told', async () => {
  process.env['ASBUILT_CACHES'] = JSON.stringify({ Application: 900_000 });
  onTestFinished(() => void delete process.env['ASBUILT_CACHES']);
  const { cache, fetch, pass } = await layered('Application');
  await cache.getOrSet('a', fetch);
  pass(899_999);
  expect(await cache.getOrSet('a', fetch)).toBe('value 1');
  await expect(openCache({ layer: 'Aplication' })).rejects.toThrow(
    'no cache "Aplication" with a time; it has only: Application',
  );
  await expect(openCache()).rejects.toThrow('A cache needs a time');
});

function layered(layer: string): ReturnType<typeof opened> {
  let time = 0;
  let asked = 0;
  const cache: Promise<Cache<unknown>> = openCache({ layer, jitter: 0, redis: false, now: () => time });
  return cache.then((open) => ({
    cache: open,
    fetch: async () => `value ${(asked += 1)}`,
    problems: [],
    asked: () => asked,
    pass: (ms) => (time += ms),
  }));
}

test.each<[object, string]>([
  [{ ttlMs: 0 }, 'above 0 ms, not 0'],
  [{ ttlMs: Number.NaN }, 'above 0 ms, not NaN'],
  [{ maxEntries: 0 }, 'room for one entry or more, not 0'],
  [{ maxEntries: 1.5 }, 'room for one entry or more, not 1.5'],
  [{ jitter: 2 }, 'from 0 to 1, not 2'],
  [{ leaseMs: 0 }, 'from 100 ms to an hour, not 0 ms'],
  [{ staleOnErrorMs: -1 }, 'staleOnErrorMs of a cache must be 0 ms or more, not -1'],
  [{ absentMs: Number.NaN }, 'absentMs of a cache must be 0 ms or more, not NaN'],
  [{ redis: 'localhost:6379' }, 'write it as redis://host:6379'],
  [{ redis: 'https://user:secret@host' }, 'REDIS_URL is not the address of a Redis server'],
])('a cache with %j is refused', async (options, sentence) => {
  await expect(openCache({ ttlMs: 1000, redis: false, ...options })).rejects.toThrow(sentence);
});

test('an entry of an impossible time is refused, and one without an end stays', async () => {
  const cache = await openCache({ ttlMs: 1000, redis: false });
  await expect(cache.getOrSet('a', () => 1, { ttlMs: -1 })).rejects.toThrow(
    'ttlMs of "a" must be 0 ms or more, not -1',
  );
  for (const value of [1, 2])
    expect(await cache.getOrSet('b', () => value, { ttlMs: Number.POSITIVE_INFINITY })).toBe(1);
});

test('what the benchmark measures are hits', async () => {
  for (const cache of [await ours(), theirs()]) {
    onTestFinished(() => cache.close().then(() => undefined));
    const [first, second] = [await cache.get('a'), await cache.get('a')];
    expect([first, second === first]).toEqual([{ id: 7, name: 'a value' }, true]);
  }
});
