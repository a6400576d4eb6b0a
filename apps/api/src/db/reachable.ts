import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { isDatabaseUnavailable } from './availability.ts';

const pauseMs = 250;

/**
 * Waits until the database answers.
 * Throws when it has not within `withinMs`, or as soon as it says something that waiting does not change.
 */
export async function untilReachable(pool: Pool, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const error = await failureOf(pool);
    if (error === undefined) return;
    if (!isDatabaseUnavailable(error)) throw new Error(`The database refuses: ${reason(error)}.`, { cause: error });
    if (performance.now() + pauseMs > deadline) {
      const detail = `has not answered within ${withinMs / 1_000} s (${reason(error)})`;
      throw new Error(`The database ${detail}: is it running, and does DATABASE_URL point to it?`, { cause: error });
    }
    await pause(pauseMs);
  }
}

async function failureOf(pool: Pool): Promise<unknown> {
  try {
    await pool.query('select 1');
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The message of an error, or its code where several attempts left no message. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
