import type { Milliseconds } from '@asbuilt/core/model';
import type { JobOptions, WorkOptions } from './queue.ts';

/** BullMQ orders by time and number in one double, which has room for so much. */
const mostDelayMs: Milliseconds = 10 * 365 * 24 * 3_600_000;
/** Of what PostgreSQL has in an integer. */
const mostAttempts = 2 ** 31 - 1;
/** Tasks and keys stand in indexes and in names of lists. */
const mostCharacters = 500;

/**
 * The JSON of a job that is added. What a server would refuse, or take for something else, is told before it is asked: it
 * gets jobs of several callers at once.
 *
 * @throws {TypeError} for what JSON cannot hold
 * @throws {RangeError} for names, numbers and times that no job has
 */
export function checkedJob(task: string, payload: unknown, options: JobOptions): string {
  requireName('A task', task);
  const { key, attempts = 1, delayMs = 0 } = options;
  if (key !== undefined) requireName(`A key of ${task}`, key);
  if (!Number.isInteger(attempts) || attempts < 1 || attempts > mostAttempts)
    throw new RangeError(`A job of ${task} is tried once or more, not ${attempts} times.`);
  if (!(delayMs >= 0 && delayMs <= mostDelayMs))
    throw new RangeError(`A job of ${task} begins after 0 ms to ten years, not ${delayMs} ms.`);
  const text: unknown = JSON.stringify(payload);
  if (typeof text !== 'string')
    throw new TypeError(
      `A job of ${task} carries what JSON can hold, not ${typeof payload}; null where it is nothing.`,
    );
  return text;
}

/** @throws {RangeError} for numbers and times by which nobody could work */
export function requireWork(tasks: readonly string[], options: WorkOptions): void {
  for (const task of tasks) requireName('A task', task);
  const { concurrency = 1, ahead = 0, leaseMs = 1, stopWithinMs = 0 } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new RangeError(`A worker does one job or more at a time, not ${concurrency}.`);
  if (!Number.isInteger(ahead) || ahead < 0)
    throw new RangeError(`A worker fetches 0 jobs or more ahead, not ${ahead}.`);
  requireTime('keeps a job', leaseMs, 1);
  requireTime('waits for its jobs', stopWithinMs, 0);
}

function requireTime(what: string, ms: Milliseconds, least: Milliseconds): void {
  // Longer ones overflow Node's timers, which end at once then.
  if (!(ms >= least && ms <= mostAttempts))
    throw new RangeError(`A worker ${what} for ${least} ms to 24 days, not ${ms} ms.`);
}

function requireName(what: string, name: string): void {
  if (name === '' || name.length > mostCharacters || /[\p{Cc}\p{Cs}]/u.test(name))
    throw new RangeError(
      `${what} has a name of 1 to ${mostCharacters} characters that one can see, not ${JSON.stringify(name.slice(0, 40))}.`,
    );
}
