import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { root } from './root.mjs';

/** Folders that are made, never written by hand. */
const made = ['node_modules', 'dist', '.next', 'coverage'];
/** Files that compilers leave beside the sources. */
const madeFile = /^next-env\.d\.ts$|\.tsbuildinfo$/;

/**
 * One hash over names and contents of files and folders: the same sources give the same hash, whenever they were
 * written. Tests and whatever is built are left out.
 *
 * @param {readonly string[]} paths relative to the checkout; those that do not exist count as such
 * @param {readonly string[]} [also] further text that the hash depends on
 * @returns {Promise<string>}
 */
export async function contentHash(paths, also = []) {
  const hash = createHash('sha256');
  for (const text of also) hash.update(`${text}\0`);
  for (const path of paths) {
    for (const file of await filesUnder(join(root, path), [...made, 'test'])) {
      hash.update(`${relative(root, file).split(sep).join('/')}\0`);
      hash.update(await readFile(file));
      hash.update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * Every file under a folder (or the file itself), sorted, so that the order of the disk does not matter.
 *
 * @param {string} path
 * @param {readonly string[]} [without] names of folders that are left out
 * @returns {Promise<string[]>}
 */
export async function filesUnder(path, without = made) {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (found.isFile()) return [path];
  /** @type {string[]} */
  const files = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory() && !without.includes(entry.name)) files.push(...(await filesUnder(inside, without)));
    if (entry.isFile() && !madeFile.test(entry.name)) files.push(inside);
  }
  return files.toSorted();
}
