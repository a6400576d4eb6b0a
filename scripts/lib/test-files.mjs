import { relative, sep } from 'node:path';
import { filesUnder } from './content-hash.mjs';
import { root } from './root.mjs';

/**
 * Where tests live, and which builds they run against; everything else they take from the sources.
 *
 * @type {readonly { readonly folder: string, readonly builds: readonly import('./targets.mjs').TargetName[] }[]}
 */
const suites = [
  { folder: 'packages/core/test', builds: [] },
  { folder: 'packages/runtime/test', builds: [] },
  { folder: 'packages/asbuilt/test', builds: ['runtime', 'cli'] },
  { folder: 'apps/api/test', builds: ['api'] },
  { folder: 'apps/studio/test', builds: ['runtime', 'api', 'studio'] },
  { folder: 'test', builds: [] },
  { folder: 'test/examples', builds: ['runtime', 'cli', 'example'] },
];

/**
 * The builds that the tests need whose path has one of the names in it; all of them when no name is given.
 *
 * @param {readonly string[]} names
 * @returns {Promise<import('./targets.mjs').TargetName[]>}
 */
export async function buildsFor(names) {
  const needed = await Promise.all(
    suites.map(async ({ folder, builds }) =>
      (await testFiles(folder)).some((file) => matches(file, names)) ? builds : [],
    ),
  );
  return [...new Set(needed.flat())];
}

/**
 * Whether tests are asked for whose path fits a pattern.
 *
 * @param {readonly string[]} names
 * @param {RegExp} pattern
 */
export async function asksFor(names, pattern) {
  const files = await Promise.all(suites.map(({ folder }) => testFiles(folder)));
  return files.flat().some((file) => pattern.test(file) && matches(file, names));
}

/** @param {string} folder */
async function testFiles(folder) {
  const files = await filesUnder(`${root}/${folder}`);
  return files.map((file) => relative(root, file).split(sep).join('/')).filter((file) => file.endsWith('.test.ts'));
}

/**
 * The way in which vitest picks files.
 *
 * @param {string} file
 * @param {readonly string[]} names
 */
function matches(file, names) {
  return names.length === 0 || names.some((name) => file.includes(name));
}
