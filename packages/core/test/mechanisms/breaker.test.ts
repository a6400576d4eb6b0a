import { Breaker, refused } from '@asbuilt/core/mechanisms';
import { describe, expect, test } from 'vitest';

const policy = { opensAfterFailures: 5, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 };

function failTimes(breaker: Breaker, times: number, now = 0): void {
  for (let index = 0; index < times; index += 1) breaker.fail(breaker.admit(now), now);
}

function opened(at = 0): Breaker {
  const breaker = new Breaker(policy);
  failTimes(breaker, 5, at);
  return breaker;
}

describe('a closed breaker', () => {
  test('lets calls through after four failures and refuses them after the fifth', () => {
    const breaker = new Breaker(policy);
    failTimes(breaker, 4);
    expect(breaker.admit(0)).not.toBe(refused);
    failTimes(breaker, 1);
    expect(breaker.admit(0)).toBe(refused);
  });

  test('counts consecutive failures only: a success begins the count anew', () => {
    const breaker = new Breaker(policy);
    failTimes(breaker, 4);
    breaker.succeed(breaker.admit(0));
    failTimes(breaker, 4);
    expect(breaker.state(0)).toEqual({ kind: 'closed', failures: 4 });
  });

  test('does not count calls that are abandoned, neither way', () => {
    const breaker = new Breaker(policy);
    failTimes(breaker, 4);
    breaker.abandon(breaker.admit(0));
    expect(breaker.state(0)).toEqual({ kind: 'closed', failures: 4 });
  });
});

describe('an open breaker', () => {
  test('refuses until the stated time has passed, to the millisecond', () => {
    const breaker = opened(1000);
    expect(breaker.admit(30_999)).toBe(refused);
    expect(breaker.admit(31_000)).not.toBe(refused);
  });

  test('says how long it will refuse', () => {
    const breaker = opened(1000);
    expect(breaker.refusesForMs(11_000)).toBe(20_000);
    expect(breaker.refusesForMs(40_000)).toBe(0);
    expect(new Breaker(policy).refusesForMs(0)).toBe(0);
  });

  test('shows itself half-open as soon as it would let a trial through', () => {
    const breaker = opened();
    expect(breaker.state(29_999)).toEqual({ kind: 'open', until: 30_000 });
    expect(breaker.state(30_000)).toEqual({ kind: 'half-open', successes: 0, trialInFlight: false });
  });

  test('is not closed by the late success of a call that began before it opened', () => {
    const breaker = new Breaker(policy);
    const early = breaker.admit(0);
    failTimes(breaker, 5);
    breaker.succeed(early);
    expect(breaker.state(0).kind).toBe('open');
  });

  test('is not kept open longer by late failures of calls that began before it opened', () => {
    const breaker = new Breaker(policy);
    const early = breaker.admit(0);
    failTimes(breaker, 5);
    breaker.fail(early, 20_000);
    expect(breaker.admit(30_000)).not.toBe(refused);
  });
});

describe('a half-open breaker', () => {
  test('lets exactly one trial through at a time', () => {
    const breaker = opened();
    expect(breaker.admit(30_000)).not.toBe(refused);
    expect(breaker.admit(30_000)).toBe(refused);
    expect(breaker.admit(99_000)).toBe(refused);
  });

  test('closes after the stated successes, one trial after the other', () => {
    const breaker = new Breaker({ ...policy, closesAfterSuccesses: 3 });
    failTimes(breaker, 5);
    for (const successes of [1, 2]) {
      breaker.succeed(breaker.admit(30_000));
      expect(breaker.state(30_000)).toEqual({ kind: 'half-open', successes, trialInFlight: false });
    }
    breaker.succeed(breaker.admit(30_000));
    expect(breaker.state(30_000)).toEqual({ kind: 'closed', failures: 0 });
  });

  test('opens again for the whole time when the trial fails', () => {
    const breaker = opened();
    breaker.fail(breaker.admit(30_000), 35_000);
    expect(breaker.state(35_000)).toEqual({ kind: 'open', until: 65_000 });
  });

  test('lets another trial through when the trial is abandoned', () => {
    const breaker = opened();
    breaker.abandon(breaker.admit(30_000));
    expect(breaker.admit(30_000)).not.toBe(refused);
  });

  test('listens neither to an abandoned trial nor to a call from before', () => {
    const breaker = new Breaker(policy);
    const early = breaker.admit(0);
    failTimes(breaker, 5);
    const trial = breaker.admit(30_000);
    breaker.succeed(early);
    breaker.abandon(trial);
    breaker.succeed(trial);
    breaker.fail(trial, 30_000);
    expect(breaker.state(30_000)).toEqual({ kind: 'half-open', successes: 0, trialInFlight: false });
  });
});

describe('a policy that cannot work is refused with the value that is wrong', () => {
  test.each([
    [{ opensAfterFailures: 0 }, "A circuit breaker's opensAfterFailures must be 1 or more, not 0."],
    [{ halfOpenAfterMs: -1 }, "A circuit breaker's halfOpenAfterMs must be 0 or more, not -1."],
    [{ closesAfterSuccesses: Number.NaN }, "A circuit breaker's closesAfterSuccesses must be 1 or more, not NaN."],
  ])('%o', (change, message) => {
    expect(() => new Breaker({ ...policy, ...change })).toThrow(new RangeError(message));
  });
});
