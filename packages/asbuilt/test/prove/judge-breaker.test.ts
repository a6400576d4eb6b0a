import type { Breaker, Stated } from '@asbuilt/core/model';
import { describe, expect, it } from 'vitest';
import { type BreakerSeen, judgeBreaker } from '../../src/prove/drills/judge-breaker.ts';
import type { Opened } from '../../src/prove/drills/open-breaker.ts';
import type { Recovery } from '../../src/prove/drills/recover.ts';

const stated = (id: string, value: number): Stated<number> => ({
  id,
  value,
  span: { from: 0, to: 1 },
  notation: 'count',
});

const breaker: Breaker = {
  opensAfterFailures: stated('open', 5),
  halfOpenAfterMs: stated('half-open', 30_000),
  closesAfterSuccesses: stated('close', 2),
};

const opened = (least: number, most: number): Opened => ({
  kind: 'opened',
  failures: { least, most },
  ways: [{ kind: 'refuse' }],
  earliestMs: 0,
  latestMs: 0,
  requests: 0,
});

const through = (ms: number, successes?: number): Recovery => ({
  kind: 'let-through',
  afterMs: { least: ms, most: ms },
  ...(successes !== undefined && { successes: { least: successes, most: successes } }),
});

/** The verdicts in short: `open held, half-open broken`. */
function judged(seen: Omit<BreakerSeen, 'edge'>): string {
  const verdicts = judgeBreaker({ edge: 'Web → API', ...seen }, breaker, ['mitigation']);
  return verdicts.map(({ statement, kind }) => `${statement} ${kind}`).join(', ');
}

describe('judgeBreaker', () => {
  it('holds each stated number against what was seen', () => {
    expect(judged({ opening: opened(5, 5), recovery: through(30_000, 2) })).toBe(
      'mitigation held, open held, half-open held, close held',
    );
    expect(judged({ opening: opened(3, 4), recovery: through(20_000, 1) })).toBe(
      'mitigation held, open broken, half-open broken, close broken',
    );
  });

  it('names the ways in which the callee failed, and does not judge a time that it could not see', () => {
    const ways = [
      { kind: 'truncate', afterBytes: 4 },
      { kind: 'status', code: 503, share: 1 },
    ] as const;
    const recovery: Recovery = { kind: 'let-through', afterMs: { least: 0, most: 60_000 } };
    const seen = { edge: 'Web → API', opening: { ...opened(5, 5), ways }, recovery };
    const verdicts = judgeBreaker(seen, breaker, []);
    expect(verdicts[0]).toMatchObject({
      kind: 'held',
      seen: 'The circuit breaker of Web → API opened after 5 failures in a row (broken off, 503); stated: 5.',
    });
    expect(verdicts[1]).toEqual({
      kind: 'not-inspected',
      statement: 'half-open',
      reason:
        'this machine was too busy to see more than that Web → API let a call through between 0 ms and 60 s after its circuit breaker opened',
    });
    expect(judged({ opening: opened(5, 5), recovery: { kind: 'taken' } })).toBe(
      'mitigation held, open held, half-open not-inspected, close not-inspected',
    );
  });

  it('takes a number for possible that others who called as well leave open', () => {
    expect(judged({ opening: opened(3, 7) })).toBe('mitigation held, open held');
  });

  it('allows for a tenth of the time, and for no more', () => {
    expect(judged({ opening: opened(5, 5), recovery: through(32_999, 2) })).toContain('half-open held');
    expect(judged({ opening: opened(5, 5), recovery: through(33_001, 2) })).toContain('half-open broken');
    expect(judged({ opening: opened(5, 5), recovery: through(27_001, 2) })).toContain('half-open held');
    expect(judged({ opening: opened(5, 5), recovery: through(26_999, 2) })).toContain('half-open broken');
  });

  it('says that there is no breaker where none opens, and nothing of what would come then', () => {
    expect(
      judged({ opening: { kind: 'stayed-closed', failures: { least: 15, most: 15 }, ways: [{ kind: 'refuse' }] } }),
    ).toBe('mitigation broken, open broken, half-open not-inspected, close not-inspected');
  });

  it('says that a breaker never lets through, or never closes', () => {
    expect(judged({ opening: opened(5, 5), recovery: { kind: 'refused-on', afterMs: 34_000 } })).toBe(
      'mitigation held, open held, half-open broken, close not-inspected',
    );
    expect(judged({ opening: opened(5, 5), recovery: through(30_000) })).toContain('close broken');
  });

  it('is no judge of an outage that was none', () => {
    expect(judged({ opening: { kind: 'got-through' } })).toBe(
      'mitigation not-inspected, open not-inspected, half-open not-inspected, close not-inspected',
    );
  });

  it('tells what was seen in a sentence', () => {
    const [, open] = judgeBreaker({ edge: 'Web → API', opening: opened(1, 1) }, breaker, ['mitigation']);
    expect(open).toMatchObject({
      seen: 'The circuit breaker of Web → API opened after 1 failure in a row; stated: 5.',
    });
  });
});
