import type { FastifyBaseLogger } from 'fastify';
import { Logger, type Runner, run } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Database } from '#db/client';
import { checkOverview, orderMissingChecks } from './check-overview.ts';
import { checkOverviewHandler } from './check-overview-handler.ts';

/** Starts to work off the jobs in the database. The runner's `promise` settles when it stopped, its `stop` waits for running jobs. */
export async function startWorker(pool: Pool, database: Database, logger: Logger): Promise<Runner> {
  const runner = await run({
    pgPool: pool,
    concurrency: 2,
    noHandleSignals: true,
    logger,
    taskList: { [checkOverview.name]: checkOverviewHandler(database) },
  });
  await orderMissingChecks(database);
  return runner;
}

/** What the queue calls information is of interest only in search of a fault. */
const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const;

/** Writes the queue's messages into the service's log. */
export function queueLogger(log: FastifyBaseLogger): Logger {
  return new Logger(({ taskIdentifier, jobId }) => (level, message) => {
    log[levels[level]]({ task: taskIdentifier, jobId }, message);
  });
}
