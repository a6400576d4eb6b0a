import { OutlierDetector } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const policy = { afterFailures: 3, ejectMs: 1_000, maxShare: 0.5 };

describe('the outlier detector', () => {
  test('takes an instance out at exactly the stated failure in a row, for exactly the stated time', () => {
    const detector = new OutlierDetector(policy);
    const [one] = [detector.join(), detector.join()];
    detector.fail(one, 0);
    detector.fail(one, 0);
    detector.succeed(one);
    expect([detector.fail(one, 1), detector.fail(one, 2), detector.fail(one, 3)]).toEqual([false, false, true]);
    expect([detector.isEjected(one, 1_002), detector.isEjected(one, 1_003)]).toEqual([true, false]);
    expect([detector.fail(one, 1_003), detector.fail(one, 1_003)]).toEqual([false, false]);
  });

  test('leaves the only instance in, and one of two when the other is out', () => {
    const alone = new OutlierDetector(policy);
    const only = alone.join();
    for (let failures = 0; failures < 10; failures += 1) expect(alone.fail(only, failures)).toBe(false);

    const pair = new OutlierDetector(policy);
    const [one, two] = [pair.join(), pair.join()];
    for (let failures = 0; failures < 3; failures += 1) pair.fail(one, 0);
    for (let failures = 0; failures < 9; failures += 1) expect(pair.fail(two, 1)).toBe(false);
    expect(pair.ejected(1)).toBe(1);
    // Once the first is back, the second goes at its next failure.
    expect(pair.fail(two, 1_000)).toBe(true);
  });

  test('never has more than the share out, and forgets who left', () => {
    const step = fc.record({
      who: fc.nat({ max: 9 }),
      does: fc.constantFrom('fail', 'fail', 'succeed', 'swap'),
      passMs: fc.nat({ max: 400 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom(0.2, 0.34, 0.5, 0.9),
        fc.array(step, { maxLength: 300 }),
        (many, maxShare, steps) => {
          const detector = new OutlierDetector({ ...policy, maxShare });
          const members = Array.from({ length: many }, () => detector.join());
          let now = 0;
          for (const { who, does, passMs } of steps) {
            now += passMs;
            const at = who % many;
            const member = members[at];
            if (member === undefined) throw new Error('unreachable');
            if (does === 'fail') detector.fail(member, now);
            else if (does === 'succeed') detector.succeed(member);
            else {
              detector.leave(member);
              members[at] = detector.join();
            }
            expect(detector.ejected(now)).toBe(members.filter((each) => detector.isEjected(each, now)).length);
            expect(detector.ejected(now) / many).toBeLessThanOrEqual(maxShare);
          }
        },
      ),
    );
  });

  test('refuses a policy that would leave nobody', () => {
    expect(() => new OutlierDetector({ ...policy, maxShare: 1 })).toThrow(
      'a share between 0 and 1, not 3, 1000 ms and 1',
    );
  });
});
