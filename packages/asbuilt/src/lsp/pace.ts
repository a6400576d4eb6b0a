import type { Milliseconds } from '@asbuilt/core/model';

/** The pause after a change, in which the rest of a burst arrives; and the longest one after a run. */
const quietMs: Milliseconds = 2;
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
 * Runs 2 ms after the last change, and not before the last run of that key is over for as long as it took, at most 300 ms:
 * whoever types is answered at once, and typing in a large document takes at most half of a processor.
 */
export function paced(run: (key: string) => Promise<void>, clock: Clock): Pace {
  const waiting = new Map<string, () => void>();
  const restsUntil = new Map<string, Milliseconds>();
  const drop = (key: string): void => {
    waiting.get(key)?.();
    waiting.delete(key);
  };
  const start = async (key: string): Promise<void> => {
    waiting.delete(key);
    const startedAt = clock.now();
    await run(key);
    const endedAt = clock.now();
    restsUntil.set(key, endedAt + Math.min(longestMs, endedAt - startedAt));
  };
  return {
    touch: (key) => {
      drop(key);
      const pauseMs = Math.max(quietMs, (restsUntil.get(key) ?? 0) - clock.now());
      const cancel = clock.after(pauseMs, () => void start(key));
      waiting.set(key, cancel);
    },
    drop: (key) => {
      drop(key);
      restsUntil.delete(key);
    },
    stop: () => {
      for (const key of waiting.keys()) drop(key);
    },
  };
}
