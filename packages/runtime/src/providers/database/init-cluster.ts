import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describeEnding } from '#supervisor/ending';
import { launch } from '#supervisor/launch';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { serverEnvironment } from './server-environment.ts';
import type { SystemUser } from './system-user.ts';

/** A folder for a cluster, which is not there yet. */
export interface NewCluster {
  readonly data: string;
  /** As whom the server runs; as ourselves when absent. */
  readonly user?: SystemUser;
}

/** What a new cluster is given. */
export interface ClusterOwner {
  /** Name of its superuser. */
  readonly user: string;
  readonly password: string;
}

/** What every cluster is made with. */
export const clusterSettings: readonly string[] = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  // Letters of every language change case and compare alike on every machine, whatever locales it has.
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-sync',
  '--no-instructions',
];

/** Makes an empty cluster with initdb(1): UTF-8, passwords checked by SCRAM, times in UTC. What is left when that fails is the caller's to remove. */
export async function initCluster(binaries: PostgresBinaries, place: NewCluster, owner: ClusterOwner): Promise<void> {
  const passwordFile = `${place.data}-password`;
  await rm(passwordFile, { force: true });
  try {
    await mkdir(place.data, { mode: 0o700 });
    await writeFile(passwordFile, owner.password, { mode: 0o600, flag: 'wx' });
    if (place.user !== undefined) await give([place.data, passwordFile], place.user);
    await initdb(binaries, place, ['-D', place.data, '-U', owner.user, `--pwfile=${passwordFile}`]);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function initdb(binaries: PostgresBinaries, place: NewCluster, args: readonly string[]): Promise<void> {
  const output: string[] = [];
  const run = await launch({
    file: binaries.initdb,
    args: [...args, ...clusterSettings],
    cwd: dirname(place.data),
    env: serverEnvironment,
    ...(place.user && { user: place.user }),
    deathSignal: 'TERM',
    line: (_, text) => output.push(text),
  });
  const ending = await run.ended;
  if (ending.by === 'exit' && ending.code === 0) return;
  throw new Error(`initdb ${describeEnding(ending)} while making ${place.data}: ${output.slice(-5).join(' | ')}`);
}

async function give(paths: readonly string[], user: SystemUser): Promise<void> {
  await Promise.all(paths.map((path) => chown(path, user.uid, user.gid)));
}
