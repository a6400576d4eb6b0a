import type { Milliseconds } from '@asbuilt/core/model';
import type { Pool } from 'pg';
import { currentTraceparent } from '#telemetry/current-trace';
import { checkedJob, requireWork } from './checked-job.ts';
import { gathered } from './gathered.ts';
import { Lane } from './lane.ts';
import { listen } from './listener.ts';
import { addJobs, deadJobs, isOfOneJob, type NewJob, reviveJob } from './postgres-jobs.ts';
import { prepareSchema } from './postgres-schema.ts';
import {
  type Handler,
  type Queue,
  usualAttempts,
  usualConcurrency,
  usualLeaseMs,
  usualStopWithinMs,
  type Worker,
  type WorkOptions,
} from './queue.ts';

export interface PostgresQueueOptions {
  /** Is left open: whoever made it ends it. A worker keeps one of its connections, and uses two more at a time for each task. */
  readonly pool: Pool;
  /** Receives a sentence about what goes wrong. */
  readonly log: (line: string) => void;
}

/** How often a worker looks for jobs whose time has come: of new ones it hears at once. */
const lookMs: Milliseconds = 1_000;

/** Opens the queue in the schema `asbuilt_queue` of a PostgreSQL database, and makes that where it is missing. */
export async function openPostgresQueue({ pool, log }: PostgresQueueOptions): Promise<Queue> {
  await prepareSchema(pool);
  const workers = new Set<Worker>();
  const add = gathered<NewJob>((jobs) => addJobs(pool, jobs), 1_000, isOfOneJob);
  return {
    add: async (task, payload, options = {}) => {
      const text = checkedJob(task, payload, options);
      const { attempts = usualAttempts, delayMs = 0, key = null, traceparent = currentTraceparent() ?? null } = options;
      await add({ task, payload: text, attempts, delayMs, key, traceparent });
    },
    work: async (handlers, options = {}) => {
      requireWork(Object.keys(handlers), options);
      const worker = startWorker({ pool, log }, handlers, options);
      workers.add(worker);
      return worker;
    },
    dead: (task) => deadJobs(pool, task),
    revive: (task, id) => reviveJob(pool, task, id),
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.stop()));
    },
  };
}

function startWorker(
  { pool, log }: PostgresQueueOptions,
  handlers: Readonly<Record<string, Handler>>,
  options: WorkOptions,
): Worker {
  const { concurrency = usualConcurrency, ahead = 0, leaseMs = usualLeaseMs } = options;
  const lanes = new Map(
    Object.entries(handlers).map(([task, handler]) => [
      task,
      new Lane({ pool, task, handler, concurrency, ahead, leaseMs, log }),
    ]),
  );
  const each = (task: string | undefined): void => {
    for (const [name, lane] of lanes) if (task === undefined || task === name) lane.look();
  };
  const ending = new AbortController();
  const listening = listen({ pool, heard: each, log, signal: ending.signal });
  const looking = setInterval(() => each(undefined), lookMs);
  const tending = setInterval(() => void tendAll([...lanes.values()], log), leaseMs / 3);
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    clearInterval(looking);
    const within = options.stopWithinMs ?? usualStopWithinMs;
    await Promise.all([...lanes.values()].map((lane) => lane.stop(within)));
    clearInterval(tending);
    ending.abort();
    await listening;
  };
  return {
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

async function tendAll(lanes: readonly Lane[], log: (line: string) => void): Promise<void> {
  await Promise.all(lanes.map((lane) => lane.tend())).catch((error: unknown) =>
    log(`The leases on jobs could not be kept: ${String(error)}`),
  );
}
