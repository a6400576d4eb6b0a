import { pauseBeforeRetryMs } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type * as Bullmq from 'bullmq';
import type { Job as BullJob } from 'bullmq';
import type { Redis } from 'ioredis';
import { currentTraceparent, inTrace } from '#telemetry/current-trace';
import { bullmqQueues, nameOf } from './bullmq-queues.ts';
import { checkedJob, requireWork } from './checked-job.ts';
import {
  abortedWithinMs,
  backoff,
  type DeadJob,
  type Handler,
  type Queue,
  usualAttempts,
  usualConcurrency,
  usualLeaseMs,
  usualStopWithinMs,
  type Worker,
  type WorkOptions,
} from './queue.ts';
import { settledWithin } from './settled-within.ts';

export interface BullmqQueueOptions {
  /** `redis://user:password@host:6379/0` */
  readonly url: string;
  readonly log: (line: string) => void;
}

/** What Redis is asked by who adds a job. */
const answersWithinMs: Milliseconds = 10_000;
/** How often a job may lose its worker before it is put aside. */
const mostLost = 5;

/** Opens a queue in Redis, kept by BullMQ: a BullMQ queue for each task, so that no worker gets a task that it does not know. */
export async function openBullmqQueue({ url, log }: BullmqQueueOptions): Promise<Queue> {
  const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
  // Who adds a job is told soon that Redis is away; who works waits for it.
  const adding = new ioredis.Redis(url, { maxRetriesPerRequest: 2, commandTimeout: answersWithinMs });
  const working = new ioredis.Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  for (const redis of [adding, working]) redis.on('error', (error) => log(`Redis is away: ${error.message}`));
  const queues = bullmqQueues(bullmq, adding, log);
  const workers = new Set<Worker>();
  return {
    add: async (task, payload, options = {}) => {
      checkedJob(task, payload, options);
      const { key, traceparent = currentTraceparent() } = options;
      const queue = await queues.of(task);
      await queue.add(task, payload, {
        attempts: options.attempts ?? usualAttempts,
        ...(options.delayMs !== undefined && { delay: options.delayMs }),
        ...(key !== undefined && { deduplication: { id: key } }),
        backoff: { type: 'custom' },
        removeOnComplete: true,
        ...(traceparent !== undefined && { telemetry: { metadata: traceparent } }),
      });
    },
    work: async (handlers, options = {}) => {
      requireWork(Object.keys(handlers), options);
      const worker = startWorkers(bullmq, working, { handlers, options, log });
      workers.add(worker);
      return worker;
    },
    dead: async (task) => {
      const queue = await queues.of(task);
      const failed = await queue.getFailed(0, 999);
      return failed.map((job) => deadJob(task, job)).toSorted((one, other) => Number(one.id) - Number(other.id));
    },
    revive: async (task, id) => {
      const job = await bullmq.Job.fromId(await queues.of(task), id);
      if (job === undefined || !(await job.isFailed())) return false;
      await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
      return true;
    },
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await queues.close();
      for (const redis of [adding, working]) redis.disconnect();
    },
  };
}

interface Work {
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly options: WorkOptions;
  readonly log: (line: string) => void;
}

function startWorkers({ Worker: BullWorker }: typeof Bullmq, connection: Redis, work: Work): Worker {
  const { concurrency = usualConcurrency, leaseMs = usualLeaseMs, stopWithinMs = usualStopWithinMs } = work.options;
  const ending = new AbortController();
  const running = new Set<Promise<void>>();
  const workers = Object.entries(work.handlers).map(([task, handler]) => {
    const worker = new BullWorker(nameOf(task), processorOf(task, handler, { stopping: ending.signal, running }), {
      connection,
      concurrency,
      lockDuration: leaseMs,
      stalledInterval: leaseMs / 2,
      maxStalledCount: mostLost,
      settings: { backoffStrategy: (attempt) => Math.round(pauseBeforeRetryMs(backoff, attempt, Math.random())) },
    });
    worker.on('error', (error) => work.log(`The worker of ${task} has lost Redis: ${error.message}`));
    worker.on('failed', (job, error) =>
      work.log(`Attempt ${job?.attemptsMade} of job ${job?.id} of ${task} failed (${error.message})`),
    );
    return worker;
  });
  const stop = async (): Promise<void> => {
    // Takes no more of them, and goes on to keep those that it has.
    await Promise.all(workers.map((worker) => worker.pause(true)));
    const ended = (): Promise<unknown> => Promise.allSettled(running);
    if (!(await settledWithin(ended(), stopWithinMs))) {
      ending.abort(new Error('the worker is being stopped'));
      await settledWithin(ended(), abortedWithinMs);
    }
    if (running.size > 0)
      work.log(`${running.size} jobs did not end; another worker does them when their lease has ended`);
    await Promise.all(workers.map((worker) => worker.close(running.size > 0)));
  };
  let stopped: Promise<void> | undefined;
  return {
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

interface Surroundings {
  readonly stopping: AbortSignal;
  /** Jobs that are under way. */
  readonly running: Set<Promise<void>>;
}

/** BullMQ makes a signal for each job whose processor has a third parameter: a handler that takes no job needs none. */
function processorOf(task: string, handler: Handler, { stopping, running }: Surroundings): Bullmq.Processor {
  const tracked = (job: BullJob, work: () => Promise<void>): Promise<void> => {
    const done = doJob(job, work).finally(() => running.delete(done));
    running.add(done);
    return done;
  };
  if (handler.length < 2) return (job) => tracked(job, () => handler(job.data, jobOf(task, job, [stopping])));
  return (job, _token, signal) =>
    tracked(job, () => handler(job.data, jobOf(task, job, signal === undefined ? [stopping] : [signal, stopping])));
}

async function doJob(job: BullJob, work: () => Promise<void>): Promise<void> {
  // Whoever adds one with the same key from now on adds another one.
  if (job.deduplicationId !== undefined) await job.removeDeduplicationKey();
  try {
    await inTrace(job.opts.telemetry?.metadata, work);
  } catch (error) {
    throw error instanceof Error ? error : new Error(String(error), { cause: error });
  }
}

/** Signals are joined for handlers that ask: it takes longer than many a job. */
function jobOf(task: string, job: BullJob, signals: readonly AbortSignal[]): Parameters<Handler>[1] {
  let joined: AbortSignal | undefined;
  return {
    id: job.id ?? '',
    task,
    attempt: job.attemptsMade + 1,
    get signal() {
      joined ??= AbortSignal.any([...signals]);
      return joined;
    },
  };
}

function deadJob(task: string, job: BullJob): DeadJob {
  const payload: unknown = job.data;
  return { id: job.id ?? '', task, payload, attempts: job.attemptsMade, error: job.failedReason ?? '' };
}
