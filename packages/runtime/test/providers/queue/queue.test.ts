import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Job, openQueue, type Queue } from '#providers/queue/open-queue';
import { currentTraceparent, inTrace } from '#telemetry/current-trace';
import { bundled } from '../../bundled.ts';
import { freePort } from '../../free-port.ts';
import { hasRedisServer } from '../../redis-server.ts';
import { type Kind, open, type Server, startServer } from './kit.ts';

const patient = { timeout: 60_000 };
const hasRedis = await hasRedisServer();

let count = 0;
/** A task of this test alone. */
const newTask = (): string => `task-${(count += 1)}`;

describe.each<Kind>(['postgres', 'bullmq'])('the queue in %s', (kind) => {
  const isHere = kind === 'postgres' || hasRedis;
  let server: Server;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'asbuilt-queue-'));
    if (isHere) server = await startServer(kind, directory);
  });

  afterAll(async () => {
    if (isHere) await server.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test.skipIf(!isHere)('does jobs with what they carry, as many at a time as it may', async () => {
    const { queue } = await open(server);
    const task = newTask();
    const payloads = Array.from({ length: 40 }, (_, index) => ({ index, text: 'ünï\n', nothing: null }));
    await Promise.all(payloads.map((payload) => queue.add(task, payload)));
    const done: unknown[] = [];
    let running = 0;
    let most = 0;
    let begins: (() => void) | undefined;
    const four = new Promise<void>((settle) => {
      begins = settle;
    });
    const handler = async (payload: unknown): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      if (running === 4) begins?.();
      await four;
      await new Promise((settle) => setTimeout(settle, 20));
      running -= 1;
      done.push(payload);
    };
    await queue.work({ [task]: handler }, { concurrency: 4 });
    await expect.poll(() => done.length, patient).toBe(40);
    expect(done.toSorted((one, other) => Number(Object(one).index) - Number(Object(other).index))).toEqual(payloads);
    expect(most).toBe(4);
  });

  test.skipIf(!isHere)('does a job in the trace that it was added in, and another one in none', async () => {
    const { queue } = await open(server);
    const task = newTask();
    const seen = new Map<unknown, string | undefined>();
    await queue.work({ [task]: async (payload) => void seen.set(payload, currentTraceparent()) });
    const traceparent = `00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`;
    await inTrace(traceparent, () => queue.add(task, 'inside'));
    await queue.add(task, 'outside');
    await queue.add(task, 'said', { traceparent });
    await expect.poll(() => seen.size, patient).toBe(3);
    expect(seen.get('outside')).toBeUndefined();
    for (const name of ['inside', 'said']) {
      // The trace is the same, and the span is another one.
      expect(seen.get(name)).toMatch(new RegExp(`^00-${'a1'.repeat(16)}-[0-9a-f]{16}-01$`));
      expect(seen.get(name)).not.toBe(traceparent);
    }
  });

  test.skipIf(!isHere)(
    'begins a job that is added to a waiting worker at once, and one with a delay not before',
    async () => {
      const { queue } = await open(server);
      const task = newTask();
      const begun = new Map<unknown, number>();
      await queue.work({ [task]: async (payload) => void begun.set(payload, performance.now()) });
      await queue.add(task, 'warm');
      await expect.poll(() => begun.has('warm'), patient).toBe(true);
      const addedAt = performance.now();
      await queue.add(task, 'later', { delayMs: 700 });
      await queue.add(task, 'now');
      await expect.poll(() => begun.has('now'), patient).toBe(true);
      await expect.poll(() => begun.has('later'), patient).toBe(true);
      expect((begun.get('later') ?? 0) - addedAt).toBeGreaterThanOrEqual(690);
    },
  );

  test.skipIf(!isHere)(
    'tries again after pauses, puts a job aside after its last attempt, and tries it anew when told to',
    async () => {
      const { queue, told } = await open(server);
      const task = newTask();
      const attempts: number[] = [];
      let isMended = false;
      await queue.add(task, { ship: 'Aurora' }, { attempts: 3 });
      const handler = async (_: unknown, { attempt }: { readonly attempt: number }): Promise<void> => {
        attempts.push(attempt);
        if (!isMended) throw new Error(`no wind at attempt ${attempt}`);
        await Promise.resolve();
      };
      await queue.work({ [task]: handler });
      await expect.poll(async () => (await queue.dead(task)).length, patient).toBe(1);
      const [dead] = await queue.dead(task);
      expect(attempts).toEqual([1, 2, 3]);
      expect(dead).toMatchObject({ task, payload: { ship: 'Aurora' }, attempts: 3, error: 'no wind at attempt 3' });
      expect(told.filter((line) => line.includes(task))).toHaveLength(3);
      isMended = true;
      expect(await queue.revive(task, dead?.id ?? '')).toBe(true);
      expect(await queue.revive(task, dead?.id ?? '')).toBe(false);
      await expect.poll(() => attempts, patient).toEqual([1, 2, 3, 1]);
      await expect.poll(async () => (await queue.dead(task)).length, patient).toBe(0);
    },
  );

  test.skipIf(!isHere)('gives each job to one of several workers', async () => {
    const task = newTask();
    const done: unknown[] = [];
    const { queue } = await open(server);
    const handler = async (payload: unknown): Promise<void> => {
      await new Promise((settle) => setImmediate(settle));
      done.push(payload);
    };
    for (let worker = 0; worker < 3; worker += 1) {
      const other = await open(server);
      await other.queue.work({ [task]: handler }, { ahead: worker * 20 });
    }
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    await Promise.all(numbers.map((number) => queue.add(task, number)));
    await expect.poll(() => done.length, patient).toBe(500);
    expect(done.toSorted((one, other) => Number(one) - Number(other))).toEqual(numbers);
  });

  test.skipIf(!isHere)(
    'lets jobs end that are under way when it stops, and leaves what was not begun to others',
    async () => {
      const task = newTask();
      const first = await open(server);
      const numbers = Array.from({ length: 6 }, (_, index) => index);
      for (const number of numbers) await first.queue.add(task, number);
      const done: unknown[] = [];
      let begun = 0;
      let release: (() => void) | undefined;
      const released = new Promise<void>((settle) => {
        release = settle;
      });
      const handler = async (payload: unknown): Promise<void> => {
        begun += 1;
        await released;
        done.push(payload);
      };
      const worker = await first.queue.work({ [task]: handler }, { concurrency: 2, ahead: 4 });
      await expect.poll(() => begun, patient).toBe(2);
      const stopped = worker.stop();
      expect(done).toEqual([]);
      release?.();
      await stopped;
      expect(done).toHaveLength(2);
      await first.queue.work({ [task]: handler });
      await expect.poll(() => done.length, patient).toBe(6);
      expect(done.toSorted((one, other) => Number(one) - Number(other))).toEqual(numbers);
    },
  );

  test.skipIf(!isHere)('refuses what no job has, and keeps what was added at the same time', async () => {
    const { queue } = await open(server);
    const task = newTask();
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const refused: readonly (() => Promise<void>)[] = [
      () => queue.add(task, JSON.parse('{"a":1}').b),
      () => queue.add(task, Object(1n)),
      () => queue.add(task, Object(circle)),
      () => queue.add('', 1),
      () => queue.add('a\u0000b', 1),
      () => queue.add(task, 1, { key: '' }),
      ...[0, 1.5, Number.NaN, 2 ** 31].map((attempts) => () => queue.add(task, 1, { attempts })),
      ...[-1, Number.NaN, Number.POSITIVE_INFINITY].map((delayMs) => () => queue.add(task, 1, { delayMs })),
    ];
    const [good, ...bad] = await Promise.allSettled([queue.add(task, 'good'), ...refused.map((add) => add())]);
    expect(good.status).toBe('fulfilled');
    expect(bad.map((one) => one.status === 'rejected' && /^(?:Type|Range)Error/.test(String(one.reason)))).toEqual(
      refused.map(() => true),
    );
    for (const options of [
      { concurrency: 0 },
      { concurrency: 1.5 },
      { ahead: -1 },
      { leaseMs: 0 },
      { stopWithinMs: -1 },
    ])
      await expect(queue.work({ [task]: async () => {} }, options)).rejects.toThrow(RangeError);
  });

  test.skipIf(!isHere)('carries texts that databases dislike, and says why a job failed by such a one', async () => {
    const { queue } = await open(server);
    const task = newTask();
    const strange = { nul: 'a\u0000b', half: '\uD800', deep: [[[[]]]], order: { z: 1, a: 2 } };
    const done: unknown[] = [];
    await queue.work({
      [task]: async (payload) => void done.push(payload),
      [`${task}:fails`]: () => Promise.reject(new Error('no\u0000thing')),
      [`${task}_fails`]: () => Promise.reject('a text'),
    });
    await queue.add(task, strange);
    await queue.add(`${task}:fails`, null, { attempts: 1 });
    await queue.add(`${task}_fails`, null, { attempts: 1 });
    const errors = async (name: string): Promise<readonly string[]> =>
      (await queue.dead(name)).map(({ error }) => error);
    await expect.poll(() => done, patient).toEqual([strange]);
    await expect.poll(() => errors(`${task}:fails`), patient).toEqual([expect.stringMatching(/^no.thing$/u)]);
    // Its name is another one, though BullMQ takes no colons.
    await expect.poll(() => errors(`${task}_fails`), patient).toEqual(['a text']);
    expect([await queue.revive(task, 'x'), await queue.revive(task, '9'.repeat(30))]).toEqual([false, false]);
  });

  test.skipIf(!isHere)('goes on after any number of handlers that throw before they wait for anything', async () => {
    const { queue } = await open(server);
    const task = newTask();
    const done: unknown[] = [];
    const handler = (payload: unknown): Promise<void> => {
      if (payload === 'bad') throw new Error('cannot be read');
      done.push(payload);
      return Promise.resolve();
    };
    for (let index = 0; index < 5; index += 1) await queue.add(task, 'bad', { attempts: 1 });
    await queue.add(task, 'good');
    const worker = await queue.work({ [task]: handler }, { concurrency: 2 });
    await expect.poll(() => done, patient).toEqual(['good']);
    await expect.poll(async () => (await queue.dead(task)).length, patient).toBe(5);
    await worker.stop();
  });

  test.skipIf(!isHere)('keeps one job of a key until it begins, and another one from then on', async () => {
    const { queue } = await open(server);
    const task = newTask();
    const key = 'ship 7: refit %';
    await Promise.all(Array.from({ length: 20 }, (_, index) => queue.add(task, { index }, { key })));
    await queue.add(task, 'other', { key: 'ship 8' });
    await queue.add(task, 'none');
    await queue.add(task, 'none');
    const done: unknown[] = [];
    let isAdded = false;
    const handler = async (payload: unknown): Promise<void> => {
      done.push(payload);
      // What changes while it is done is another reason to do it.
      if (payload === 'other' && !isAdded) {
        isAdded = true;
        for (let time = 0; time < 3; time += 1) await queue.add(task, 'again', { key: 'ship 8' });
      }
    };
    await queue.work({ [task]: handler }, { concurrency: 1 });
    await expect.poll(() => done.length, patient).toBe(5);
    expect(done).toEqual([{ index: expect.any(Number) }, 'other', 'none', 'none', 'again']);
    await queue.add(task, 'later', { key });
    await expect.poll(() => done.at(-1), patient).toBe('later');
  });

  test.skipIf(!isHere)(
    'waits no longer than stated for a job that does not end, and has it done by another',
    async () => {
      const task = newTask();
      const { queue, told } = await open(server);
      const begun: string[] = [];
      let signal: AbortSignal | undefined;
      const deaf = async (_: unknown, job: Job): Promise<void> => {
        begun.push('deaf');
        ({ signal } = job);
        await new Promise(() => {});
      };
      const worker = await queue.work({ [task]: deaf }, { stopWithinMs: 100, leaseMs: 2_000 });
      await queue.add(task, 1);
      await expect.poll(() => begun, patient).toEqual(['deaf']);
      await worker.stop();
      expect(signal?.aborted).toBe(true);
      expect(told.filter((line) => line.includes('did not end'))).toHaveLength(1);
      const other = await open(server);
      await other.queue.work({ [task]: async () => void begun.push('other') }, { leaseMs: 2_000 });
      await expect.poll(() => begun, patient).toEqual(['deaf', 'other']);
    },
  );

  test.skipIf(!isHere)(
    'has the job of a worker that was killed done by another, and every job that was acknowledged',
    async () => {
      const task = newTask();
      const { queue } = await open(server);
      const script = await bundled(workerSource);
      const child = spawn(process.execPath, [script, JSON.stringify(server.env), task], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      const [said] = await once(child.stdout, 'data');
      expect(String(said)).toBe('working\n');
      const acknowledged = Array.from({ length: 30 }, (_, index) => index);
      await Promise.all(acknowledged.map((number) => queue.add(task, number)));
      const [begun] = await once(child.stdout, 'data');
      expect(String(begun)).toMatch(/^begun \d+/);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const done = new Set<unknown>();
      await queue.work({ [task]: async (payload) => void done.add(payload) }, { leaseMs: 2_000 });
      await expect.poll(() => done.size, patient).toBe(30);
      expect([...done].toSorted((one, other) => Number(one) - Number(other))).toEqual(acknowledged);
    },
  );
});

/** Takes jobs and never ends one. */
const workerSource = `
  import { openQueue } from '#providers/queue/open-queue';
  const [env, task] = process.argv.slice(2);
  const queue = await openQueue({ env: JSON.parse(env), log: (line) => process.stderr.write(line + '\\n') });
  const handler = (payload) => { process.stdout.write('begun ' + payload + '\\n'); return new Promise(() => {}); };
  await queue.work({ [task]: handler }, { concurrency: 5, ahead: 3, leaseMs: 2000 });
  process.stdout.write('working\\n');
`;

const refusal = (env: Readonly<Record<string, string>>): Promise<unknown> =>
  openQueue({ env, log: () => {} }).then(
    (queue: Queue) => queue.close(),
    (error: unknown) => String(error),
  );

describe('which server keeps the queue', () => {
  test('is told to who adds a job while it is away', async () => {
    const queue = await openQueue({ env: { REDIS_URL: `redis://127.0.0.1:${await freePort()}` }, log: () => {} });
    onTestFinished(() => queue.close());
    const away = "The queue's Redis does not answer: connect ECONNREFUSED";
    await expect(queue.add('a', 1)).rejects.toThrow(away);
    await expect(queue.dead('a')).rejects.toThrow(away);
  });

  test('is said by the environment, or an error says what is missing', async () => {
    expect(await refusal({})).toBe(
      'ConfigurationError: nothing says which server to use: set REDIS_URL or DATABASE_URL (and QUEUE_PROVIDER where both are set)',
    );
    expect(await refusal({ QUEUE_PROVIDER: 'bulmq', REDIS_URL: 'redis://x' })).toBe(
      'ConfigurationError: QUEUE_PROVIDER names "bulmq", and there is no such provider; did you mean "bullmq"?',
    );
    expect(await refusal({ QUEUE_PROVIDER: 'postgres', REDIS_URL: 'redis://x' })).toBe(
      'ConfigurationError: QUEUE_PROVIDER is "postgres", but DATABASE_URL is not set; set it, or leave QUEUE_PROVIDER out',
    );
    expect(await refusal({ DATABASE_URL: 'mysql://u:secret@x' })).toBe(
      'ConfigurationError: DATABASE_URL is not the address of such a server; write it as postgres://user:password@host:5432/database',
    );
  });
});
