import { describe, expect, test } from 'vitest';
import { nextRestart } from '../../src/supervisor/backoff.ts';

describe('the pause before a restart', () => {
  test('doubles from half a second to half a minute', () => {
    const pauses: number[] = [];
    for (let deaths = 0; deaths < 9; ) {
      const restart = nextRestart(deaths, 0);
      pauses.push(restart.pauseMs);
      deaths = restart.deaths;
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  test('begins anew after a minute of life, and not before', () => {
    expect(nextRestart(6, 59_999)).toEqual({ deaths: 7, pauseMs: 30_000 });
    expect(nextRestart(6, 60_000)).toEqual({ deaths: 1, pauseMs: 500 });
  });
});
