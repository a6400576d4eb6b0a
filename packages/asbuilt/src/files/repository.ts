import { type Dirent, statSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { UsageError } from '#cli/command';
import type { Repository } from '#survey/repository';
import { codeOf, tryFile } from './failure.ts';
import { git } from './git.ts';

/** What is larger is no manifest. */
const longestFile = 4 * 1024 * 1024;
const deepest = 8;
const skipped = new Set(['node_modules', 'vendor', 'dist', 'build', 'target', '__pycache__', 'venv', 'site-packages']);

/**
 * A folder as a repository: what git tracks or would track, and without git every file that lies in no folder of
 * dependencies or of build output. Throws a `UsageError` when it is no folder.
 */
export async function openRepository(folder: string, shown: string): Promise<Repository> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`${shown}: there is no such folder.`);
  }
  const files = (await trackedFiles(folder)) ?? (await walk(folder));
  return { files: files.toSorted(byCode), read: (path) => readIfThere(folder, path) };
}

async function trackedFiles(folder: string): Promise<readonly string[] | undefined> {
  const { code, out } = await git(folder, ['ls-files', '--cached', '--others', '--exclude-standard', '-z']).catch(
    (error: unknown) => {
      if (error instanceof UsageError) return { code: 1, out: '' };
      throw error;
    },
  );
  const files = new Set(out.split('\0').filter((path) => path !== ''));
  // A folder that git ignores as a whole has no tracked file, and may still be looked at.
  return code === 0 && files.size > 0 ? [...files] : undefined;
}

async function walk(folder: string, inside = '', depth = 0): Promise<readonly string[]> {
  if (depth > deepest) return [];
  const entries = await tryFile(
    () => readdir(join(folder, inside), { withFileTypes: true }),
    (reason) => `${join(folder, inside)} cannot be read: ${reason}.`,
  );
  const found: string[] = [];
  for (const entry of entries) {
    const path = posix.join(inside, entry.name);
    if (entry.isFile()) found.push(path);
    else if (isOwn(entry)) found.push(...(await walk(folder, path, depth + 1)));
  }
  return found;
}

function isOwn(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name);
}

/** Links are not followed: what they lead to is a file of its own, or none of this repository's. */
async function readIfThere(folder: string, path: string): Promise<string | undefined> {
  const file = join(folder, path);
  try {
    const found = await lstat(file);
    return found.isFile() && found.size <= longestFile ? await readFile(file, 'utf8') : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function byCode(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
