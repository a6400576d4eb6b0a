import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { ProjectFiles } from '@asbuilt/core/check';
import { codeOf } from './failure.ts';

/** Longer files say nothing that a rule reads. */
const mostBytes = 1024 * 1024;

/** The files of a folder, by paths relative to it; a leading `/` stands for the folder. */
export function filesIn(folder: string): ProjectFiles {
  const place = placeOf(folder);
  return {
    has: (path) => existsSync(join(folder, path)),
    text: (path) => textIn(folder, path, place),
  };
}

/** Where a folder really is; asked for once, and only where there is a file. */
function placeOf(folder: string): () => string {
  let place: string | undefined;
  return () => {
    place ??= realpathSync(folder);
    return place;
  };
}

/** A file that a link or `..` puts outside of the folder is none of the project's. */
function textIn(folder: string, path: string, place: () => string): string | undefined {
  const wanted = join(folder, path);
  try {
    // Most of the files that are asked for are not there: an error for each would take longer than all else here.
    const found = statSync(wanted, { throwIfNoEntry: false });
    if (found === undefined || !found.isFile() || found.size > mostBytes) return undefined;
    if (!isInside(place(), realpathSync(wanted))) return undefined;
    const bytes = readFileSync(wanted);
    return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
