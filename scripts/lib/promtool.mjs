import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { collect } from './children.mjs';
import { root } from './root.mjs';
import { say, step } from './step.mjs';

const folder = join(root, 'node_modules', '.cache', 'asbuilt', 'prometheus');
const unpacked = join(folder, 'usr', 'bin', 'promtool');

/**
 * Finds Prometheus' own tool, which judges the rules that an overview derives: the one that `PROMTOOL` names, the one on the
 * path, or that of Debian's package, which is unpacked into node_modules and not installed. Tests find it under `PROMTOOL`.
 * Where there is none, their skips are told like all others.
 */
export async function providePromtool() {
  if (process.env['PROMTOOL'] !== undefined || (await answers('promtool'))) return;
  if (!(await answers(unpacked))) {
    const problem = await step("Unpacking promtool from Debian's package prometheus", unpack);
    if (problem !== undefined) return say(`There is no promtool: ${problem}`);
  }
  process.env['PROMTOOL'] = unpacked;
}

/** @param {string} command */
async function answers(command) {
  return (await collect(command, ['--version'])).code === 0;
}

/** @returns {Promise<string | undefined>} why it could not be had */
async function unpack() {
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const downloaded = (await download(fresh)) ?? ((await collect('apt-get', ['update'])) && (await download(fresh)));
  if (downloaded === undefined) return 'apt-get cannot download it here. Set PROMTOOL to one that is installed.';
  const { code, output } = await collect('dpkg-deb', ['--extract', downloaded, fresh]);
  if (code !== 0) return output.trim();
  await rm(downloaded);
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  return undefined;
}

/**
 * @param {string} into
 * @returns {Promise<string | undefined>} the package's file
 */
async function download(into) {
  await collect('apt-get', ['download', 'prometheus'], { cwd: into });
  const found = (await readdir(into)).find((name) => name.endsWith('.deb'));
  return found === undefined ? undefined : join(into, found);
}
