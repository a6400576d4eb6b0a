import { readFile, rm, writeFile } from 'node:fs/promises';
import { ConfigurationError } from '#supervisor/configuration-error';
import { identify, isRunning, type ProcessIdentity } from '#supervisor/process-identity';

/**
 * Makes this process the only one that starts and stops a cluster: PostgreSQL's own lock protects the data, but says nothing about
 * whether the server that holds it is somebody's or was left behind.
 *
 * @returns what gives it up
 * @throws {ConfigurationError} when another living process, or this one, already runs the cluster
 */
export async function lockCluster(file: string): Promise<() => Promise<void>> {
  const holder = readIdentity(await readFile(file, 'utf8').catch(ignoreMissing));
  if (holder !== undefined && (await isRunning(holder))) {
    throw new ConfigurationError(
      `the embedded PostgreSQL of ${file.replace(/\.lock$/, '')} is already run by process ${holder.pid}; stop that first`,
    );
  }
  await writeFile(file, JSON.stringify(await identify(process.pid)) ?? '', { mode: 0o600 });
  return () => rm(file, { force: true });
}

function readIdentity(text: string | undefined): ProcessIdentity | undefined {
  // A file that was cut off by a kill in the middle of writing names nobody.
  const value: unknown = text?.endsWith('}') === true ? JSON.parse(text) : undefined;
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value)) return undefined;
  return { pid: Number(value.pid), startedAt: String(value.startedAt) };
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
