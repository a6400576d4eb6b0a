import { Autoscaler, type InstanceLoad } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const cpu = { metric: 'cpu', above: 0.7, forMs: 60_000 } as const;
const rate = { metric: 'request-rate', above: 100, forMs: 30_000 } as const;

/** What happens when a load is seen every second; the instances follow what is decided. */
function play(
  scaler: Autoscaler,
  start: number,
  seconds: number,
  loadAt: (second: number, instances: number) => InstanceLoad,
): { readonly acts: string[]; readonly instances: number } {
  const acts: string[] = [];
  let instances = start;
  for (let second = 0; second <= seconds; second += 1) {
    const act = scaler.observe(loadAt(second, instances), instances, second * 1_000);
    if (act === undefined) continue;
    instances += act.direction === 'up' ? 1 : -1;
    acts.push(`${second} s: ${act.direction} to ${instances}, ${act.trigger.metric} ${act.value}`);
  }
  return { acts, instances };
}

const busy = (second: number): number => (second < 600 ? 1.6 : 0.3);

describe('the autoscaler', () => {
  test('adds an instance when a metric was above for all of the stated time, and again after as long', () => {
    const scaler = new Autoscaler({ minInstances: 1, maxInstances: 3, triggers: [cpu] });
    expect(play(scaler, 1, 300, () => ({ cpu: 0.9 })).acts).toEqual([
      '60 s: up to 2, cpu 0.9',
      '121 s: up to 3, cpu 0.9',
    ]);
  });

  test('begins anew when the metric was below only once, and at the threshold itself does nothing', () => {
    const scaler = new Autoscaler({ minInstances: 1, maxInstances: 3, triggers: [cpu] });
    expect(play(scaler, 1, 100, (second) => ({ cpu: second === 50 ? 0.7 : 0.9 })).acts).toEqual([]);
    expect(
      play(new Autoscaler({ minInstances: 1, maxInstances: 3, triggers: [cpu] }), 1, 300, () => ({ cpu: 0.7 })).acts,
    ).toEqual([]);
  });

  test('any trigger adds, all of them must be calm to take away', () => {
    const policy = { minInstances: 1, maxInstances: 4, triggers: [cpu, rate] };
    expect(play(new Autoscaler(policy), 1, 40, () => ({ cpu: 0.1, 'request-rate': 150 })).acts).toEqual([
      '30 s: up to 2, request-rate 150',
    ]);
    expect(play(new Autoscaler(policy), 2, 120, () => ({ cpu: 0.1, 'request-rate': 90 })).acts).toEqual([]);
    expect(play(new Autoscaler(policy), 2, 120, () => ({ cpu: 0.1 })).acts).toEqual([]);
    expect(play(new Autoscaler(policy), 2, 120, () => ({ cpu: 0.1, 'request-rate': 10 })).acts).toEqual([
      '60 s: down to 1, cpu 0.1',
    ]);
  });

  test('follows a load up and down once each, without going back and forth', () => {
    const scaler = new Autoscaler({ minInstances: 1, maxInstances: 5, triggers: [cpu] });
    const { acts, instances } = play(scaler, 1, 1_500, (second, many) => ({
      cpu: Number((busy(second) / many).toFixed(3)),
    }));
    expect(acts.map((act) => act.replace(/^\d+ s: |,.*/g, ''))).toEqual([
      'up to 2',
      'up to 3',
      'down to 2',
      'down to 1',
    ]);
    expect(instances).toBe(1);
  });

  test('stays within its bounds whatever the load, and never acts twice within the shortest time', () => {
    const step = fc.record({
      cpu: fc.option(fc.double({ min: 0, max: 4, noNaN: true }), { nil: undefined }),
      passMs: fc.nat({ max: 90_000 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.nat({ max: 4 }),
        fc.array(step, { maxLength: 200 }),
        (least, more, steps) => {
          const scaler = new Autoscaler({ minInstances: least, maxInstances: least + more, triggers: [cpu] });
          let instances = least;
          let now = 0;
          let lastActAt = Number.NEGATIVE_INFINITY;
          for (const { cpu: seen, passMs } of steps) {
            now += passMs;
            const act = scaler.observe(seen === undefined ? {} : { cpu: seen }, instances, now);
            if (act === undefined) continue;
            instances += act.direction === 'up' ? 1 : -1;
            expect(now - lastActAt).toBeGreaterThanOrEqual(cpu.forMs);
            expect(instances).toBeGreaterThanOrEqual(least);
            expect(instances).toBeLessThanOrEqual(least + more);
            lastActAt = now;
          }
        },
      ),
    );
  });

  test('after it took an instance away, the same load does not bring it back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 5, noNaN: true }), fc.integer({ min: 2, max: 8 }), (whole, start) => {
        const scaler = new Autoscaler({ minInstances: 1, maxInstances: 8, triggers: [cpu] });
        const { acts } = play(scaler, start, 2_000, (_, many) => ({ cpu: whole / many }));
        const directions = new Set(acts.map((act) => / (up|down) /.exec(act)?.[1]));
        expect(directions.size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });
});
