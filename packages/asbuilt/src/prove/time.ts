import { setTimeout as timer } from 'node:timers/promises';
import type { Milliseconds } from '@asbuilt/core/model';

/** By how much a time may differ from the one that is stated: a tenth of it, or 100 ms if that is more. */
export function toleranceOf(statedMs: Milliseconds): Milliseconds {
  return Math.max(100, statedMs / 10);
}

/** How a time that was seen from outside stands to the one that is stated. */
export type Punctuality =
  | 'in-time'
  | 'early'
  | 'late'
  /** It was seen late, but so was everything at that moment. */
  | 'unknown';

/**
 * Holds a time against the one that is stated. `lateMs`: by how much this machine was late meanwhile. That can make a time
 * longer, and never shorter; it counts twice, since a call is passed on and its end is, too.
 */
export function punctuality(elapsedMs: Milliseconds, statedMs: Milliseconds, lateMs: Milliseconds): Punctuality {
  const tolerance = toleranceOf(statedMs);
  if (elapsedMs < statedMs - tolerance) return 'early';
  if (elapsedMs <= statedMs + tolerance) return 'in-time';
  return elapsedMs <= statedMs + tolerance + 2 * lateMs ? 'unknown' : 'late';
}

/** How long one waits for what is to come after a stated time: beyond the tolerance, so that one sees by how much it is late. */
export function patienceFor(statedMs: Milliseconds): Milliseconds {
  return statedMs + toleranceOf(statedMs) + 1_000;
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
