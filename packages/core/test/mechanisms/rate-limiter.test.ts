import { RateLimiter } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const policy = { requests: 7, perMs: 60_000 };

test('as many requests as stated are let in at once, the next one is not', () => {
  const limiter = new RateLimiter(policy);
  const taken = Array.from({ length: 9 }, () => limiter.of('a', 1e12).take());
  expect(taken).toEqual([true, true, true, true, true, true, true, false, false]);
  expect(limiter.of('a', 1e12).remaining).toBe(0);
  expect(limiter.of('a', 1e12).fullInMs).toBeCloseTo(60_000, 3);
});

test('each key has a limit of its own', () => {
  const limiter = new RateLimiter({ requests: 1, perMs: 1000 });
  expect([limiter.of('a', 0).take(), limiter.of('b', 0).take(), limiter.of('a', 0).take()]).toEqual([
    true,
    true,
    false,
  ]);
  expect(limiter.of('c', 0).remaining).toBe(1);
});

test('a limit that lets nothing through is refused', () => {
  expect(() => new RateLimiter({ requests: 0, perMs: 1000 })).toThrow(RangeError);
  expect(() => new RateLimiter({ requests: 1, perMs: 0 })).toThrow('not 1 in 0 ms');
});

test('keys that are quiet are forgotten, and there are never more than allowed', () => {
  const limiter = new RateLimiter({ requests: 1, perMs: 1000 }, 3);
  for (const key of ['a', 'b', 'c']) limiter.of(key, 0).take();
  limiter.of('c', 900).take();
  limiter.of('d', 1500).take();
  expect(limiter.size).toBe(2);
  // Nobody is quiet: who came first makes room, and the others keep what they took.
  for (const key of ['e', 'f']) limiter.of(key, 1500).take();
  expect(limiter.size).toBe(3);
  expect(limiter.of('d', 1500).take()).toBe(false);
  expect(limiter.of('f', 1500).take()).toBe(false);
});

const policies = fc.record({ requests: fc.integer({ min: 1, max: 500 }), perMs: fc.integer({ min: 1, max: 100_000 }) });
const start = 1.7e12;

test('in no span of time more is let in than the limit and what flowed back meanwhile', () => {
  fc.assert(
    fc.property(policies, fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 300 }), (limit, gapsMs) => {
      const limiter = new RateLimiter(limit);
      const letIn: number[] = [];
      let now = start;
      for (const gapMs of gapsMs) {
        now += gapMs;
        if (limiter.of('a', now).take()) letIn.push(now);
      }
      for (const [from, first] of letIn.entries()) {
        for (const [to, last] of letIn.slice(from).entries()) {
          const allowed = limit.requests * (1 + (last - first) / limit.perMs);
          expect(to + 1).toBeLessThanOrEqual(allowed + 1e-3);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('who waits as long as told is let in, and who does not is refused', () => {
  fc.assert(
    fc.property(policies, fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 600 }), (limit, gapsMs) => {
      const limiter = new RateLimiter(limit);
      let now = start;
      for (const gapMs of gapsMs) {
        now += gapMs;
        const waitMs = limiter.of('a', now).waitMs;
        expect(limiter.of('a', now).remaining > 0).toBe(waitMs === 0);
        expect(limiter.of('a', now).take()).toBe(waitMs === 0);
      }
      const waitMs = limiter.of('a', now).waitMs;
      expect(waitMs).toBeLessThanOrEqual(limit.perMs / limit.requests + 1e-3);
      const letInEarly = limiter.of('a', now + waitMs / 2).take();
      expect(letInEarly).toBe(waitMs === 0);
      expect(letInEarly || limiter.of('a', now + waitMs + 1e-3).take()).toBe(true);
    }),
    { numRuns: 200 },
  );
});
