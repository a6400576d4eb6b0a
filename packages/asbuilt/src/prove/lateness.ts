import { setTimeout as timer } from 'node:timers/promises';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Control } from './control.ts';

/** What something came to, and by how much this machine was late meanwhile. */
export interface Timed<T> {
  readonly result: T;
  /** The latest that a timer here, with an answer of the gateway's process behind it, was: 0 or more. */
  readonly lateMs: Milliseconds;
}

const everyMs: Milliseconds = 25;

/**
 * Does something, and sees meanwhile by how much the machine is late: again and again a timer here is waited for, and then
 * an answer of the process that the edges are in, which does nothing for it. Both take no time where there is time to spare,
 * and what keeps them waiting keeps calls waiting as well.
 */
export async function timed<T>(control: Pick<Control, 'answers'>, run: () => Promise<T>): Promise<Timed<T>> {
  const over = new AbortController();
  const [ran, watched] = await Promise.allSettled([run().finally(() => over.abort()), watch(control, over.signal)]);
  if (ran.status === 'rejected') throw ran.reason;
  if (watched.status === 'rejected') throw watched.reason;
  return { result: ran.value, lateMs: watched.value };
}

/** The latest, until the signal; what is being waited for then counts as it is. */
async function watch(control: Pick<Control, 'answers'>, over: AbortSignal): Promise<Milliseconds> {
  let lateMs: Milliseconds = 0;
  while (!over.aborted) {
    const dueAt = performance.now() + everyMs;
    // The timer is not ended by the signal: as late as it is, so may that have been which was waited for.
    await timer(everyMs);
    await control.answers(over);
    lateMs = Math.max(lateMs, performance.now() - dueAt);
  }
  return lateMs;
}
