import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '#supervisor/configuration-error';
import { anyoneMayEnter } from './reachable.ts';
import { isRoot, type SystemUser, unprivilegedUser, userByNumber } from './system-user.ts';

/** Where root keeps clusters whose own folder the database's user could not enter. */
const farFolder = '/var/lib/asbuilt';

/** Where a cluster's data lies, and whom the server runs as. */
export interface ClusterPlace {
  readonly data: string;
  /** Absent when the server runs as ourselves. */
  readonly user?: SystemUser;
  readonly exists: boolean;
}

/**
 * Decides where the data of `<directory>/postgres` lies. A user other than root gets exactly that folder. For root the server
 * runs as somebody else, who may not be able to enter (`/root`, a private temporary folder): then `postgres` is a link to a folder
 * under `/var/lib/asbuilt`. What is there already stays where it is and is run as whom it belongs to.
 */
export async function clusterPlace(directory: string): Promise<ClusterPlace> {
  const path = join(directory, 'postgres');
  const existing = await ownerOf(path);
  if (existing !== undefined) return { data: await realpath(path), exists: true, ...(await userFor(existing, path)) };
  if (!isRoot()) return { data: path, exists: false };
  const user = await unprivilegedUser();
  if (user === undefined) {
    throw new ConfigurationError(
      'PostgreSQL does not run as root, and this machine has no other user; add one, or set DATABASE_URL',
    );
  }
  return { data: await newDataFolder(directory, path), user, exists: false };
}

async function newDataFolder(directory: string, path: string): Promise<string> {
  if (await anyoneMayEnter(directory)) return path;
  await removeAbandoned();
  const far = join(
    farFolder,
    createHash('sha256')
      .update(await realpath(directory))
      .digest('hex')
      .slice(0, 16),
  );
  await mkdir(far, { recursive: true, mode: 0o755 });
  await writeFile(join(far, 'origin'), await realpath(directory));
  await rm(path, { force: true });
  await symlink(join(far, 'data'), path);
  return join(far, 'data');
}

async function userFor(owner: number, path: string): Promise<{ readonly user?: SystemUser }> {
  if (owner === process.getuid?.()) {
    if (!isRoot()) return {};
    throw new ConfigurationError(
      `${path} belongs to root, as whom PostgreSQL does not run; give it to another user with chown -R`,
    );
  }
  const user = isRoot() ? await userByNumber(owner) : undefined;
  if (user !== undefined) return { user };
  throw new ConfigurationError(
    `${path} belongs to user ${owner}; start as that user, or remove the folder to begin with an empty database`,
  );
}

/** The number of the user that a folder belongs to; `undefined` when there is no folder behind the path. */
async function ownerOf(path: string): Promise<number | undefined> {
  return stat(path).then((found) => found.uid, ignoreMissing);
}

/** Removes what belonged to projects in the temporary folder that are gone. Anything else may be on a disk that is not there today. */
async function removeAbandoned(): Promise<void> {
  const temporary = await realpath(tmpdir());
  for (const name of await readdir(farFolder).catch(noEntries)) {
    const origin = await readFile(join(farFolder, name, 'origin'), 'utf8').catch(ignoreMissing);
    if (origin === undefined || !origin.startsWith(`${temporary}/`) || (await isLinkedFrom(origin))) continue;
    await rm(join(farFolder, name), { recursive: true, force: true });
  }
}

async function isLinkedFrom(origin: string): Promise<boolean> {
  return (await readlink(join(origin, 'postgres')).catch(ignoreMissing)) !== undefined;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

function noEntries(error: NodeJS.ErrnoException): readonly string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
