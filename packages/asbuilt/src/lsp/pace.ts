import type { Milliseconds } from '@asbuilt/core/model';

/** The shortest and the longest pause after the last change. */
const shortestMs: Milliseconds = 10;
const longestMs: Milliseconds = 300;

/** Time as an argument, so that tests can drive it. */
export interface Clock {
  readonly now: () => Milliseconds;
  /** Calls back once after `ms`; the function that it returns prevents that. */
  readonly after: (ms: Milliseconds, then: () => void) => () => void;
}

/** Runs a task for a key once the key has been quiet for a moment, so that a burst of changes costs one run. */
export interface Pace {
  readonly touch: (key: string) => void;
  /** Forgets a touch that did not lead to a run yet. */
  readonly drop: (key: string) => void;
  readonly stop: () => void;
}

/**
 * Waits as long as the last run of that key took, 10 to 300 ms: a small document answers at once, and typing in a large
 * one takes at most half of a processor.
 */
export function paced(run: (key: string) => Promise<void>, clock: Clock): Pace {
  const waiting = new Map<string, () => void>();
  const tookMs = new Map<string, Milliseconds>();
  const drop = (key: string): void => {
    waiting.get(key)?.();
    waiting.delete(key);
  };
  const start = async (key: string): Promise<void> => {
    waiting.delete(key);
    const startedAt = clock.now();
    await run(key);
    tookMs.set(key, clock.now() - startedAt);
  };
  return {
    touch: (key) => {
      drop(key);
      const pauseMs = Math.min(longestMs, Math.max(shortestMs, tookMs.get(key) ?? 0));
      const cancel = clock.after(pauseMs, () => void start(key));
      waiting.set(key, cancel);
    },
    drop: (key) => {
      drop(key);
      tookMs.delete(key);
    },
    stop: () => {
      for (const key of waiting.keys()) drop(key);
    },
  };
}
