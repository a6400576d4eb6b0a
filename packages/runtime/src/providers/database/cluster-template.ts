import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { clusterSettings, initCluster } from './init-cluster.ts';
import { isFolder } from './is-folder.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { sharedCache } from './shared-cache.ts';
import { inSingleUserMode } from './single-user.ts';
import { isRoot, type SystemUser } from './system-user.ts';

/** Whose cluster it is to be. */
export interface TemplateOwner {
  /** Names of its superuser and of its database. */
  readonly name: string;
  /** As whom the server runs; as ourselves when absent. */
  readonly user?: SystemUser;
}

/**
 * An empty cluster to copy, made once for each version and user: copying takes a quarter of the time that initdb does, or
 * half where the disk is busy. Nobody knows its password; a copy is given one of its own.
 *
 * @param cache for the templates of ourselves; the usual where absent
 * @returns its folder; `undefined` where none can be kept
 */
export async function clusterTemplate(
  binaries: PostgresBinaries,
  owner: TemplateOwner,
  cache: string = usualCache(),
): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  const template = join(cache, nameOf(binaries, owner));
  if (await isFolder(template)) return template;
  try {
    await mkdir(cache, { recursive: true, mode: 0o755 });
    await makeOnce(binaries, owner, template);
    return template;
  } catch (error) {
    if (cannotBeKept(error)) return undefined;
    throw error;
  }
}

function usualCache(): string {
  return isRoot() ? sharedCache : join(homedir(), '.cache', 'asbuilt');
}

/** What it was made with is part of its name: it never has to be made anew in the same place. */
function nameOf({ version }: PostgresBinaries, { name, user }: TemplateOwner): string {
  const made = createHash('sha256')
    .update(JSON.stringify([name, clusterSettings]))
    .digest('hex')
    .slice(0, 8);
  return `cluster-${version}-${made}-${user?.uid ?? process.getuid?.()}`;
}

/** Makes it beside its place, so that one that was broken off is never taken for a whole one; another process may be faster. */
async function makeOnce(binaries: PostgresBinaries, { name, user }: TemplateOwner, template: string): Promise<void> {
  const draft = { data: `${template}.${process.pid}`, ...(user && { user }) };
  await rm(draft.data, { recursive: true, force: true });
  try {
    await initCluster(binaries, draft, { user: name, password: randomBytes(24).toString('base64url') });
    await inSingleUserMode(binaries, draft, `create database ${name}`);
    await rename(draft.data, template).catch(ignoreExisting);
  } finally {
    await rm(draft.data, { recursive: true, force: true });
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}

/** A user without a home that could be written to goes without. */
function cannotBeKept(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOSPC' || code === 'ENOTDIR';
}
