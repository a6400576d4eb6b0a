import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { collect } from './children.mjs';
import { contentHash, filesUnder } from './content-hash.mjs';
import { limit } from './limit.mjs';
import { root } from './root.mjs';
import { StepFailed, step } from './step.mjs';
import { targets } from './targets.mjs';

/** @typedef {import('./targets.mjs').TargetName} TargetName */

/** Each of them keeps about one core busy. */
const buildsAtOnce = 2;

/** How `tsc --listEmittedFiles` names what it wrote. */
const emittedFile = /^TSFILE: (.+)$\n?/gm;

/** Beside node_modules' own caches: a new installation builds everything anew. */
const stamps = join(root, 'node_modules', '.cache', 'asbuilt');

/**
 * Builds the targets that are stale, as many at once as their needs and the machine allow.
 *
 * @param {readonly TargetName[]} names with all that they need
 */
export async function build(names) {
  const atOnce = limit(buildsAtOnce);
  /** @type {Map<TargetName, Promise<void>>} */
  const started = new Map();
  /**
   * @param {TargetName} name
   * @returns {Promise<void>}
   */
  const start = (name) => {
    const building =
      started.get(name) ?? Promise.all(targets[name].needs.map(start)).then(() => atOnce(() => buildIfStale(name)));
    started.set(name, building);
    return building;
  };
  await Promise.all(names.map(start));
}

/**
 * Those of the targets whose sources changed since they were built.
 *
 * @param {readonly TargetName[]} names
 */
export async function stale(names) {
  const states = await Promise.all(names.map(async (name) => ({ name, fresh: await isFresh(name) })));
  return states.filter(({ fresh }) => !fresh).map(({ name }) => name);
}

/**
 * The targets with all that they need, needs first.
 *
 * @param {readonly TargetName[]} names
 * @returns {TargetName[]}
 */
export function withNeeds(names) {
  return [...new Set(names.flatMap((name) => [...withNeeds(targets[name].needs), name]))];
}

/** @param {TargetName} name */
async function isFresh(name) {
  const stamp = await readFile(join(stamps, name), 'utf8').catch(() => undefined);
  const built = await stat(join(root, targets[name].result)).catch(() => undefined);
  return built !== undefined && stamp === (await sourceHash(name));
}

/**
 * @param {TargetName} name
 * @returns {Promise<string>}
 */
async function sourceHash(name) {
  const { sources, needs, command } = targets[name];
  const below = await Promise.all(needs.map(sourceHash));
  return contentHash([...sources, 'package-lock.json'], [...command, ...below]);
}

/** @param {TargetName} name */
async function buildIfStale(name) {
  if (await isFresh(name)) return;
  const { title, command, folder, emits } = targets[name];
  const hash = await sourceHash(name);
  await rm(join(stamps, name), { force: true });
  await step(title, async () => {
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
    const { code, output } = await collect(process.execPath, command, { cwd: join(root, folder ?? ''), env });
    if (code !== 0) {
      const told = output.replace(emittedFile, '').trim();
      throw new StepFailed(
        `${told}\n\n${title} failed: node ${command.join(' ')} ended with ${code}; see above for why.`,
      );
    }
    if (emits !== undefined) await removeStale(join(root, emits), output);
  });
  await mkdir(dirname(join(stamps, name)), { recursive: true });
  await writeFile(join(stamps, name), hash);
}

/**
 * Removes what an earlier compilation left of sources that are gone. Nothing else is touched, so that a system
 * that runs from this folder goes on running.
 *
 * @param {string} folder
 * @param {string} listing of `tsc --listEmittedFiles`
 */
async function removeStale(folder, listing) {
  const emitted = new Set([...listing.matchAll(/^TSFILE: (.+)$/gm)].map((match) => resolve(root, match[1] ?? '')));
  for (const file of await filesUnder(folder, [])) if (!emitted.has(file)) await rm(file);
}
