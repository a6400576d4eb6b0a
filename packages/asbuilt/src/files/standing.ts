import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './failure.ts';
import { stampState } from './stamp.ts';

/** Of some paths in a folder those where a file stands that was derived. */
export async function derivedOnes(folder: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await Promise.all(paths.map(async (path) => ((await isDerived(join(folder, path))) ? [path] : [])));
  return new Set(found.flat());
}

/** Reasons for which nothing can stand there that was derived. Any other one is told when the file is to be compared. */
const nothingThere: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

async function isDerived(path: string): Promise<boolean> {
  try {
    return stampState(await readFile(path, 'utf8')) !== 'none';
  } catch (error) {
    if (nothingThere.has(codeOf(error))) return false;
    throw error;
  }
}
