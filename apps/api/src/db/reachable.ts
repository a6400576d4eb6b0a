import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { isDatabaseUnavailable } from './availability.ts';

const pauseMs = 250;

/** Waits until the database answers. Rejects with its last error when it has not within `withinMs`, or at once when waiting does not help. */
export async function untilReachable(pool: Pool, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      await pool.query('select 1');
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() + pauseMs > deadline) throw error;
    }
    await pause(pauseMs);
  }
}
