import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collect } from './children.mjs';
import { root } from './root.mjs';
import { say, step } from './step.mjs';

/**
 * A program that npm does not carry.
 *
 * @typedef {object} DebianProgram
 * @property {string} name as it is found on the path
 * @property {string} variable names another one; tests find it under this name
 * @property {readonly string[]} packages the Debian packages that have it and the libraries that it needs
 * @property {string} file where it is in them, e.g. `usr/bin/redis-server`
 * @property {string} asksVersion the argument by which it tells its version, and ends
 * @property {number} [endsWith] with what it does so; 0 where absent
 */

/**
 * Finds a program: the one that its variable names, the one on the path, or that of Debian's packages, which are unpacked
 * into node_modules and not installed. Where there is none, the skips of tests that need it are told like all others.
 *
 * @param {DebianProgram} program
 * @returns {Promise<string | undefined>} the command, if there is one
 */
export async function provideFromDebian(program) {
  const { name, variable, asksVersion, endsWith } = program;
  const named = process.env[variable];
  if (named !== undefined) return named;
  if (await answers(name, asksVersion, endsWith)) {
    process.env[variable] = name;
    return name;
  }
  const folder = programFolder(name);
  const launcher = join(folder, 'run');
  if (!(await answers(launcher, asksVersion, endsWith))) {
    const problem = await step(`Unpacking ${name} from Debian's packages`, () => unpack(program, folder));
    if (problem !== undefined) {
      say(`There is no ${name}: ${problem}`);
      return undefined;
    }
  }
  process.env[variable] = launcher;
  return launcher;
}

/**
 * Where the packages of a program are unpacked.
 *
 * @param {string} name
 */
export function programFolder(name) {
  return join(root, 'node_modules', '.cache', 'asbuilt', name);
}

/**
 * Whether a command runs here.
 *
 * @param {string} command
 * @param {string} argument
 * @param {number} [endsWith]
 */
export async function answers(command, argument, endsWith = 0) {
  return (await collect(command, [argument])).code === endsWith;
}

/**
 * @param {DebianProgram} program
 * @param {string} folder
 * @returns {Promise<string | undefined>} why it could not be had
 */
async function unpack({ packages, file, variable }, folder) {
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const has = (await download(packages, fresh)) || (await again(packages, fresh));
  if (!has) return `apt-get cannot download it here. Set ${variable} to one that is installed.`;
  for (const name of await archives(fresh)) {
    const { code, output } = await collect('dpkg-deb', ['--extract', join(fresh, name), fresh]);
    if (code !== 0) return output.trim();
    await rm(join(fresh, name));
  }
  await writeLauncher(fresh, join(folder, file), folder);
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  return undefined;
}

/**
 * What starts the program with the libraries that were unpacked with it.
 *
 * @param {string} fresh
 * @param {string} program
 * @param {string} folder
 */
async function writeLauncher(fresh, program, folder) {
  const libraries = ['usr/lib', 'lib'].flatMap((place) =>
    ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((machine) => join(folder, place, machine)),
  );
  const launcher = join(fresh, 'run');
  await writeFile(launcher, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries.join(':')}' exec '${program}' "$@"\n`);
  await chmod(launcher, 0o755);
}

/**
 * @param {readonly string[]} packages
 * @param {string} into
 */
async function download(packages, into) {
  await collect('apt-get', ['download', ...packages], { cwd: into });
  return (await archives(into)).length === packages.length;
}

/**
 * After the lists of packages have been brought up to date.
 *
 * @param {readonly string[]} packages
 * @param {string} into
 */
async function again(packages, into) {
  await collect('apt-get', ['update']);
  return download(packages, into);
}

/** @param {string} folder */
async function archives(folder) {
  return (await readdir(folder)).filter((name) => name.endsWith('.deb'));
}
