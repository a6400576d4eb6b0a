import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { channel } from './postgres-schema.ts';

export interface ListenerOptions {
  readonly pool: Pool;
  /** A job of the task may be due; called for every task, with undefined, whenever something may have been missed. */
  readonly heard: (task: string | undefined) => void;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

const againMs = 500;

/** Listens for new jobs until the signal, over one connection that is made again when it breaks. Settles at the signal. */
export async function listen({ pool, heard, log, signal }: ListenerOptions): Promise<void> {
  while (!signal.aborted) {
    try {
      const client = await pool.connect();
      await listenOn(client, heard, signal);
    } catch (error) {
      log(`The queue hears nothing of new jobs and looks for them itself: ${String(error)}`);
      await pause(againMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Rejects when the connection breaks. */
async function listenOn(client: PoolClient, heard: ListenerOptions['heard'], signal: AbortSignal): Promise<void> {
  const broken = new Promise<never>((_, reject) => {
    client.on('error', reject);
    client.once('end', () => reject(new Error('the connection was closed')));
  });
  client.on('notification', ({ payload }) => heard(payload));
  const stopped = new Promise<void>((settle) => signal.addEventListener('abort', () => settle(), { once: true }));
  try {
    await Promise.race([client.query(`listen ${channel}`), broken]);
    heard(undefined);
    if (!signal.aborted) await Promise.race([stopped, broken]);
  } finally {
    client.removeAllListeners('notification');
    // It listens still: nobody else is to have it.
    client.release(true);
  }
}
