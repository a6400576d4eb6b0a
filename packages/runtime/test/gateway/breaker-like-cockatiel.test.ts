import { Breaker, refused } from '@asbuilt/core/mechanisms';
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const policy = { opensAfterFailures: 5, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 };

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** One call after the other: with calls side by side cockatiel lets them wait behind the trial, which we do not. */
const schedules = fc.array(
  fc.record({
    afterMs: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 500 }) },
      { weight: 1, arbitrary: fc.integer({ min: 29_000, max: 31_000 }) },
    ),
    fails: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  }),
  { minLength: 10, maxLength: 60 },
);

type Answer = 'good' | 'bad' | 'refused';
type Call = { readonly afterMs: number; readonly fails: boolean };

async function byCockatiel(calls: readonly Call[]): Promise<readonly Answer[]> {
  const theirs = circuitBreaker(handleAll, {
    halfOpenAfter: policy.halfOpenAfterMs,
    breaker: new ConsecutiveBreaker(5),
  });
  const failure = new Error('failed');
  const answers: Answer[] = [];
  for (const { afterMs, fails } of calls) {
    vi.setSystemTime(Date.now() + afterMs);
    try {
      await theirs.execute(() => {
        if (fails) throw failure;
      });
      answers.push('good');
    } catch (error) {
      if (error !== failure && !(error instanceof BrokenCircuitError)) throw error;
      answers.push(error === failure ? 'bad' : 'refused');
    }
  }
  return answers;
}

function byOurs(calls: readonly Call[]): readonly Answer[] {
  const ours = new Breaker(policy);
  let now = 0;
  return calls.map(({ afterMs, fails }) => {
    now += afterMs;
    const ticket = ours.admit(now);
    if (ticket === refused) return 'refused';
    if (fails) ours.fail(ticket, now);
    else ours.succeed(ticket);
    return fails ? 'bad' : 'good';
  });
}

test('calls in a row are admitted and refused as by the ConsecutiveBreaker(5) of cockatiel', async () => {
  const seen = new Set<Answer>();
  await fc.assert(
    fc.asyncProperty(schedules, async (calls) => {
      vi.setSystemTime(0);
      const answers = byOurs(calls);
      for (const answer of answers) seen.add(answer);
      expect(answers).toEqual(await byCockatiel(calls));
    }),
    { numRuns: 500 },
  );
  expect(seen).toEqual(new Set(['good', 'bad', 'refused']));
});
