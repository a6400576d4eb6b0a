import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { known } from '@asbuilt/core/model';
import { UsageError } from '#cli/command';
import { readDocument } from '#files/document';
import { tryFile } from '#files/failure';
import { isThere, realPlaceOf } from '#files/place';
import { readText } from '#files/read-text';

/**
 * Throws a `UsageError` unless a path leads into the working folder, links followed. What is not there passes: whoever
 * opens it says so.
 */
export async function requireInside(folder: string, path: string): Promise<void> {
  const wanted = resolve(folder, path);
  if (!contains(folder, wanted)) throw outside(folder, path);
  if (!isThere(wanted)) return;
  const real = await tryFile(
    () => realPlaceOf(wanted),
    (reason) => `${path} cannot be read: ${reason}.`,
  );
  if (!contains(folder, real)) throw outside(folder, path);
}

/** The same for an overview with what it includes, and the profiles that it names: its text must not lead out of the folder either. */
export async function requireOverviewInside(folder: string, file: string): Promise<void> {
  if (file === '-') throw new UsageError('standard input belongs to the protocol here: name a file.');
  await requireInside(folder, file);
  const path = resolve(folder, file);
  const text = await readText(path, file);
  const { draft } = await readDocument({ file, directory: dirname(path), text }, { has: isThere, text: readText });
  for (const profile of draft.overview.capsule.profiles) {
    const named = known(profile);
    if (named !== undefined) await requireInside(folder, join(dirname(file), named));
  }
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function outside(folder: string, path: string): UsageError {
  return new UsageError(`${path} lies outside of ${folder}, the working folder of this server: name a file inside it.`);
}
