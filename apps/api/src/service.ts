import type { AddressInfo } from 'node:net';
import type { Runner } from 'graphile-worker';
import type { Pool } from 'pg';
import { openDatabase, openPool } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { untilReachable } from '#db/reachable';
import type { App } from '#http/app-type';
import { queueLogger, startWorker } from '#jobs/worker';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';

/** The database may come up a little later than the service. */
const databasePatienceMs = 30_000;

/** The service while it runs. */
export interface Service {
  /** Where it listens, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly log: App['log'];
  /** Stops accepting, answers what was asked, finishes running jobs, leaves the database. */
  stop(): Promise<void>;
  /** Rejects when the service cannot go on; resolves after `stop`. */
  readonly done: Promise<void>;
}

/** Starts the service: database, tables, jobs, routes. What was started is stopped again when a later step fails. */
export async function startService(config: Config): Promise<Service> {
  const pool = openPool(config.databaseUrl, (error) =>
    app.log.warn({ err: error }, 'A connection to the database broke.'),
  );
  const database = openDatabase(pool);
  const app = await buildApp({ database, controlUrl: config.controlUrl, logLevel: config.logLevel });
  const logger = queueLogger(app.log);
  let runner: Runner | undefined;
  const stop = (): Promise<void> => stopAll(app, runner, pool);
  try {
    await untilReachable(pool, databasePatienceMs);
    await migrateDatabase(pool, logger);
    runner = await startWorker(pool, database, logger);
    await app.listen({ host: config.host, port: config.port });
    return { url: urlOf(app.server.address()), log: app.log, stop, done: runner.promise };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopAll(app: App, runner: Runner | undefined, pool: Pool): Promise<void> {
  await app.close();
  await runner?.stop();
  await pool.end();
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('The service does not listen on a TCP port.');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
