import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { collect } from './children.mjs';
import { root } from './root.mjs';
import { StepFailed, step } from './step.mjs';

/** Installs exactly what package-lock.json lists. */
export async function install() {
  await step('Installing the dependencies with npm ci (about a minute)', async () => {
    const { code, output } = await collect(...npm('ci', '--no-audit', '--no-fund', '--loglevel=error'));
    if (code === 0) return;
    throw new StepFailed(
      `${output.trim()}\n\nThe dependencies could not be installed (npm ci ended with ${code}); see above for why.`,
    );
  });
}

/**
 * Whether node_modules holds what package-lock.json lists: npm keeps its own account of what it installed, and
 * writes it last, so an installation that was broken off has none.
 */
export async function isInstalled() {
  const [wanted, installed] = await Promise.all([
    readPackages(join(root, 'package-lock.json')),
    readPackages(join(root, 'node_modules', '.package-lock.json')),
  ]);
  if (wanted === undefined || installed === undefined) return false;
  return differences(wanted, installed).length === 0;
}

/**
 * The paths of packages that are missing or of another version. Optional ones may be missing: they are for other
 * platforms.
 *
 * @param {import('./lock.mjs').LockedPackages} wanted
 * @param {import('./lock.mjs').LockedPackages} installed
 * @returns {string[]}
 */
export function differences(wanted, installed) {
  return Object.entries(wanted)
    .filter(([path, locked]) => {
      const present = installed[path];
      if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return false;
      if (present === undefined) return locked.optional !== true && locked.devOptional !== true;
      return present.version !== locked.version;
    })
    .map(([path]) => path);
}

/**
 * @param {string} file
 * @returns {Promise<import('./lock.mjs').LockedPackages | undefined>} nothing when there is no such file
 */
async function readPackages(file) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).packages;
}

/**
 * How to call the npm that called us, or the one on the path.
 *
 * @param {readonly string[]} args
 * @returns {[string, readonly string[], { shell: boolean }]}
 */
function npm(...args) {
  const caller = process.env['npm_execpath'];
  if (caller !== undefined && basename(caller) === 'npm-cli.js')
    return [process.execPath, [caller, ...args], { shell: false }];
  return ['npm', args, { shell: process.platform === 'win32' }];
}
