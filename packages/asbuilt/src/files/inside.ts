import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '#cli/command';
import { codeOf, tryFile } from './failure.ts';

/**
 * The real path of a file that is to be written inside a folder, with every symbolic link on the way followed. Throws a
 * `UsageError` when it lies outside of the folder, whether by `..` or through a link.
 */
export async function placeInside(folder: string, path: string): Promise<string> {
  const root = await tryFile(
    () => realpath(folder),
    (reason) => `${folder} cannot be written to: ${reason}.`,
  );
  const wanted = resolve(root, path);
  if (!contains(root, wanted)) throw outside(path);
  const real = await tryFile(
    () => realPlace(wanted),
    (reason, code) =>
      `${path} cannot be written: ${code === 'ENOENT' ? 'a symbolic link on the way to it leads nowhere' : reason}.`,
  );
  if (!contains(root, real)) throw outside(path);
  return real;
}

/** Whether a path leads into a folder, links followed as far as they are there; both absolute. */
export async function leadsInside(folder: string, path: string): Promise<boolean> {
  if (!contains(folder, path)) return false;
  return tryFile(
    async () => contains(await realPlace(folder), await realPlace(path)),
    (reason, code) =>
      `${path} cannot be read: ${code === 'ENOENT' ? 'a symbolic link on the way to it leads nowhere' : reason}.`,
  );
}

/** Follows the links of the part of a path that exists; what does not exist yet cannot be a link. A link that leads nowhere fails with `ENOENT`. */
async function realPlace(path: string): Promise<string> {
  if (await exists(path)) return realpath(path);
  const parent = dirname(path);
  return join(await realPlace(parent), relative(parent, path));
}

/** Whether something is there, be it a link that leads nowhere. */
async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Whether a path is a folder or lies in it; both absolute, links followed. */
export function contains(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function outside(path: string): UsageError {
  return new UsageError(
    `${path} would be written outside of the overview's folder: remove the symbolic link that leads there.`,
  );
}
