import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './root.mjs';
import { say } from './step.mjs';

/** Names the process that is at work in this checkout. Not below node_modules, which `npm ci` removes. */
const ownClaim = join(root, '.asbuilt', 'building');
const lookAgainMs = 500;
/** A claim without a process id is one that is just being written; after this long it is a torn one. */
const tornAfterMs = 5_000;

/**
 * Does `work` while no other process of this checkout does its own: two builds at once would write the same files.
 * A process that died while it was at work is noticed and passed over.
 *
 * @param {() => Promise<void>} work
 * @param {string} [claimFile]
 */
export async function exclusively(work, claimFile = ownClaim) {
  await mkdir(dirname(claimFile), { recursive: true });
  for (let waited = false; !(await claim(claimFile)); waited = true) {
    if (!waited) say('… waiting for another set-up of this checkout to end');
    await sleep(lookAgainMs);
  }
  try {
    await work();
  } finally {
    await rm(claimFile, { force: true });
  }
}

/**
 * @param {string} claimFile
 * @returns {Promise<boolean>} whether we are the one at work now
 */
async function claim(claimFile) {
  try {
    await writeFile(claimFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (await isAbandoned(claimFile)) await rm(claimFile, { force: true });
  return false;
}

/** @param {string} claimFile */
async function isAbandoned(claimFile) {
  const found = await stat(claimFile).catch(() => undefined);
  if (found === undefined) return false;
  const holder = Number.parseInt(await readFile(claimFile, 'utf8').catch(() => ''), 10);
  return Number.isNaN(holder) ? Date.now() - found.mtimeMs > tornAfterMs : !isAlive(holder);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
