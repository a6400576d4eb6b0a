import { setTimeout as timer } from 'node:timers/promises';
import type { Milliseconds } from '@asbuilt/core/model';

/** By how much a time that was seen may differ from the one that is stated: half a second, or a tenth of it if that is more. */
export function marginOf(statedMs: Milliseconds): Milliseconds {
  return Math.max(500, statedMs / 10);
}

/** `12 ms`, `1.25 s`, `90 s` */
export function timeText(ms: Milliseconds): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(ms < 10_000 ? 2 : 1))} s`;
}

/** Waits, or rejects with the signal's reason. */
export async function pause(ms: Milliseconds, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  try {
    await timer(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
