import type { AddressInfo } from 'node:net';
import { openPostgresQueue, type Queue } from '@asbuilt/runtime/queue';
import { type Analyst, openAnalyst } from '#analysis/analyst';
import { openDatabase, openPool } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { untilReachable } from '#db/reachable';
import type { App } from '#http/app-type';
import { errorRecord } from '#http/error-log';
import { checkOverviewHandler } from '#jobs/check-overview-handler';
import { startWorking } from '#jobs/worker';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';

/** The database may come up a little later than the service. */
const databasePatienceMs = 30_000;

/** The service while it runs. */
export interface Service {
  /** Where it listens, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly log: App['log'];
  /** Stops accepting, answers what was asked, finishes running jobs, leaves the database. May be called twice. */
  stop(): Promise<void>;
}

/** Starts the service: database, tables, jobs, routes. What was started is stopped again when a later step fails. */
export async function startService(config: Config, analyst: Analyst = openAnalyst()): Promise<Service> {
  const pool = openPool(config.databaseUrl, (error) =>
    app.log.warn({ err: errorRecord(error) }, 'A connection to the database broke.'),
  );
  const database = openDatabase(pool);
  const app = await buildApp({ database, analyst, controlUrl: config.controlUrl, logLevel: config.logLevel });
  let queue: Queue | undefined;
  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    await app.close();
    await queue?.close();
    await analyst.stop();
    await pool.end();
  };
  const stop = (): Promise<void> => {
    stopping ??= stopAll();
    return stopping;
  };
  try {
    await untilReachable(pool, databasePatienceMs);
    await migrateDatabase(pool);
    queue = await openPostgresQueue({ pool, log: (line) => app.log.warn(line) });
    await startWorking(
      queue,
      database,
      checkOverviewHandler(database, analyst, (line) => app.log.info(line)),
    );
    await app.listen({ host: config.host, port: config.port });
    return { url: urlOf(app.server.address()), log: app.log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('The service does not listen on a TCP port.');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
