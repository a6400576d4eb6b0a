import { chmod, cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isFolder } from './is-folder.ts';
import { movedTo, type PostgresBinaries } from './postgres-binaries.ts';
import { anyoneMayRun } from './reachable.ts';
import { sharedCache } from './shared-cache.ts';

/** Only root comes here. The programs where every user can run them: as they lie, or copied once for each version when they lie in a private folder. */
export async function runnableByAnyone(binaries: PostgresBinaries): Promise<PostgresBinaries> {
  if ((await anyoneMayRun(binaries.initdb)) && (await anyoneMayRun(binaries.postgres))) return binaries;
  const root = join(sharedCache, `postgres-${binaries.version}`);
  if (!(await isFolder(root))) await copyAtOnce(binaries.root, root);
  return movedTo(binaries, root);
}

/** Copies beside the place first, so that a copy that was broken off is never taken for a whole one. */
async function copyAtOnce(from: string, to: string): Promise<void> {
  const draft = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, draft, { recursive: true, verbatimSymlinks: true });
  await letAnyoneRead(draft);
  await rename(draft, to).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

async function letAnyoneRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await letAnyoneRead(path);
    if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
