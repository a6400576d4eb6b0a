import type { Milliseconds } from '@asbuilt/core/model';

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** A service that lived this long is taken to be well: the next death begins the count anew. */
const wellAfterMs = 60_000;

/** What to do about a death. */
export interface Restart {
  /** Deaths in a row, this one included: 1 or more. */
  readonly deaths: number;
  /** How long to wait before the service is started again: 0.5 s, 1 s, 2 s … 30 s. */
  readonly pauseMs: Milliseconds;
}

/** Decides when a service that died is started again. `earlierDeaths` is the count that this gave last time, `livedMs` how long it was healthy. */
export function nextRestart(earlierDeaths: number, livedMs: Milliseconds): Restart {
  const deaths = livedMs >= wellAfterMs ? 1 : earlierDeaths + 1;
  return { deaths, pauseMs: Math.min(longestPauseMs, firstPauseMs * 2 ** (deaths - 1)) };
}
