import { isStopping } from './children.mjs';

/** While a step is quiet, it says this often that it is still at work. */
const heartbeatMs = 15_000;

/** A step that could not be done: its message is for the user, a stack would not help. */
export class StepFailed extends Error {}

/**
 * Does one step of the set-up and says how long it took.
 *
 * @template T
 * @param {string} title e.g. `Compiling the runtime`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const startedAt = performance.now();
  say(`▸ ${title} …`);
  const heartbeat = setInterval(() => say(`  ${title}: ${seconds(startedAt)} so far …`), heartbeatMs);
  try {
    const result = await work();
    say(`✓ ${title} (${seconds(startedAt)})`);
    return result;
  } catch (error) {
    say(isStopping() ? `■ ${title} stopped (${seconds(startedAt)})` : `✗ ${title} failed (${seconds(startedAt)})`);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * @param {number} startedAt by `performance.now()`
 * @returns {string} e.g. `1.3 s`
 */
export function seconds(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

/**
 * Runs a script's body: a failed step ends it with one message and exit code 2, anything else is a bug and shows
 * its stack.
 *
 * @param {() => Promise<number>} body gives the exit code
 */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 2;
  }
}
