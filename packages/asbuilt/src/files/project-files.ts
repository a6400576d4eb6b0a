import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { ProjectFiles } from '@asbuilt/core/check';
import { codeOf } from './failure.ts';

/** Longer files say nothing that a rule reads. */
const mostBytes = 1024 * 1024;

/** The files of a folder, by paths relative to it; a leading `/` stands for the folder. */
export function filesIn(folder: string): ProjectFiles {
  return {
    has: (path) => existsSync(join(folder, path)),
    text: (path) => textIn(folder, path),
  };
}

/** A file that a link or `..` puts outside of the folder is none of the project's. */
function textIn(folder: string, path: string): string | undefined {
  const wanted = join(folder, path);
  try {
    if (!isInside(realpathSync(folder), realpathSync(wanted))) return undefined;
    const found = statSync(wanted);
    if (!found.isFile() || found.size > mostBytes) return undefined;
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
