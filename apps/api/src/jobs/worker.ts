import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { Logger, type RunnerOptions, run, type Task } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Database } from '#db/client';
import { checkOverview, orderMissingChecks } from './check-overview.ts';

/** Works off the jobs in the database. */
export interface Worker {
  /** Waits for running jobs, then stops. */
  stop(): Promise<void>;
}

const restartMs = 1_000;

/**
 * Starts to work off the jobs. The queue gives up when it cannot note how a job ended, as when the database goes away:
 * then it is started anew.
 */
export function startWorker(pool: Pool, database: Database, handler: Task, logger: Logger): Worker {
  const stopping = new AbortController();
  const options = queueOptions(pool, handler, logger);
  const workAgainAndAgain = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await work(options, database, stopping.signal).catch((error: unknown) => {
        logger.error(`The job queue failed and starts anew in ${restartMs} ms: ${String(error)}`);
      });
      await Promise.race([pause(restartMs, undefined, { ref: false }), aborted(stopping.signal)]);
    }
  };
  const worked = workAgainAndAgain();
  return {
    stop: () => {
      stopping.abort();
      return worked;
    },
  };
}

/** Works off the jobs, those included that nobody came to before, until `stop` aborts. Rejects when the queue gives up. */
async function work(options: RunnerOptions, database: Database, stop: AbortSignal): Promise<void> {
  const runner = await run(options);
  let running = true;
  const ended = runner.promise.finally(() => {
    running = false;
  });
  try {
    await Promise.race([ended, orderMissingChecks(database).then(() => aborted(stop))]);
  } finally {
    if (running) await runner.stop();
  }
}

function queueOptions(pool: Pool, handler: Task, logger: Logger): RunnerOptions {
  return {
    pgPool: pool,
    concurrency: 2,
    noHandleSignals: true,
    parsedCronItems: [],
    logger,
    taskList: { [checkOverview.name]: handler },
    /** Only outcomes that are noted in batches, even in those of one, end in an error that we hear of. */
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** What the queue calls information is of interest only in search of a fault. */
const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const;

/** Writes the queue's messages into the service's log. */
export function queueLogger(log: FastifyBaseLogger): Logger {
  return new Logger(({ taskIdentifier, jobId }) => (level, message) => {
    log[levels[level]]({ task: taskIdentifier, jobId }, message);
  });
}
