import { randomUUID } from 'node:crypto';
import { Queue as BullQueue, Worker as BullWorker } from 'bullmq';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { openBullmqQueue, openPostgresQueue, type Queue } from '#providers/queue/open-queue';

/** A queue as the benchmark drives it; each task is a new one, whose jobs do nothing but call back. */
export interface Raced {
  add(task: string, number: number): Promise<void>;
  /** Begins to do the jobs of a task; the answer ends that. */
  work(task: string, done: (number: number) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const concurrency = 24;
const ahead = 500;

function quiet(): void {
  // What goes wrong shows as a job that is not done.
}

async function ours(queue: Queue, options: { readonly ahead?: number }, end: () => Promise<void>): Promise<Raced> {
  return {
    add: (task, number) => queue.add(task, number),
    work: async (task, done) => {
      const worker = await queue.work({ [task]: async (number) => done(Number(number)) }, { concurrency, ...options });
      return () => worker.stop();
    },
    close: async () => {
      await queue.close();
      await end();
    },
  };
}

export async function postgres(connectionString: string): Promise<Raced> {
  const pool = new Pool({ connectionString, max: 10 });
  return ours(await openPostgresQueue({ pool, log: quiet }), { ahead }, () => pool.end());
}

export async function graphile(connectionString: string): Promise<Raced> {
  const pool = new Pool({ connectionString, max: 10 });
  const logger = new Logger(() => quiet);
  const utils = await makeWorkerUtils({ pgPool: pool, logger });
  await utils.migrate();
  return {
    add: async (task, number) => void (await utils.addJob(task, { number })),
    work: async (task, done) => {
      const runner = await run({
        pgPool: pool,
        logger,
        concurrency,
        noHandleSignals: true,
        parsedCronItems: [],
        taskList: { [task]: (payload) => done(Number(Object(payload).number)) },
        preset: { worker: { localQueue: { size: ahead }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      });
      return () => runner.stop();
    },
    close: async () => {
      await utils.release();
      await pool.end();
    },
  };
}

export async function adapter(url: string): Promise<Raced> {
  return ours(await openBullmqQueue({ url, log: quiet }), {}, async () => {});
}

/** BullMQ without anything around it. */
export function bullmq(url: string): Raced {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queues = new Map<string, BullQueue>();
  const prefix = randomUUID();
  const queueOf = (task: string): BullQueue => {
    const queue = queues.get(task) ?? new BullQueue(task, { connection, prefix });
    queues.set(task, queue);
    return queue;
  };
  return {
    add: async (task, number) => void (await queueOf(task).add(task, number, { removeOnComplete: true })),
    work: async (task, done) => {
      const worker = new BullWorker(task, async (job) => done(Number(job.data)), { connection, prefix, concurrency });
      return () => worker.close();
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}

export { openEmbeddedPostgres } from '#providers/database/embedded-postgres';
export { startRedis } from '../../redis-server.ts';
