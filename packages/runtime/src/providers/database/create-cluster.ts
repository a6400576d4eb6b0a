import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describeEnding } from '#supervisor/ending';
import { launch } from '#supervisor/launch';
import type { ClusterPlace } from './cluster-place.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { serverEnvironment } from './server-environment.ts';

/** What a new cluster is given. */
export interface ClusterOwner {
  /** Name of its superuser. */
  readonly user: string;
  readonly password: string;
}

/**
 * Makes an empty cluster with initdb(1): UTF-8, passwords checked by SCRAM, times in UTC. It is made beside its place and moved there at the end,
 * so that one that was broken off is never taken for a whole one.
 */
export async function createCluster(
  binaries: PostgresBinaries,
  place: ClusterPlace,
  owner: ClusterOwner,
): Promise<void> {
  const draft = `${place.data}.new`;
  const passwordFile = `${place.data}.new-password`;
  await Promise.all([rm(draft, { recursive: true, force: true }), rm(passwordFile, { force: true })]);
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, owner.password, { mode: 0o600, flag: 'wx' });
    if (place.user !== undefined) await give([draft, passwordFile], place.user);
    await initdb(binaries, place, ['-D', draft, '-U', owner.user, `--pwfile=${passwordFile}`]);
    await rename(draft, place.data);
  } finally {
    await Promise.all([rm(draft, { recursive: true, force: true }), rm(passwordFile, { force: true })]);
  }
}

const settings = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  // Letters of every language change case and compare alike on every machine, whatever locales it has.
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-sync',
  '--no-instructions',
];

async function initdb(binaries: PostgresBinaries, place: ClusterPlace, args: readonly string[]): Promise<void> {
  const output: string[] = [];
  const run = await launch({
    file: binaries.initdb,
    args: [...args, ...settings],
    cwd: dirname(place.data),
    env: serverEnvironment,
    ...(place.user === undefined ? {} : { user: place.user }),
    deathSignal: 'TERM',
    line: (_, text) => output.push(text),
  });
  const ending = await run.ended;
  if (ending.by === 'exit' && ending.code === 0) return;
  throw new Error(`initdb ${describeEnding(ending)} while making ${place.data}: ${output.slice(-5).join(' | ')}`);
}

async function give(paths: readonly string[], user: { readonly uid: number; readonly gid: number }): Promise<void> {
  await Promise.all(paths.map((path) => chown(path, user.uid, user.gid)));
}
