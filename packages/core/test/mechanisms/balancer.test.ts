import { Balancer } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

interface Instance {
  readonly id: number;
  inFlight: number;
  isUp: boolean;
}

const isUp = (instance: Instance): boolean => instance.isUp;
const fleet = (loads: readonly number[]): Instance[] => loads.map((inFlight, id) => ({ id, inFlight, isUp: true }));

describe('the balancer', () => {
  test('goes round while nobody is busier than the others', () => {
    const balancer = new Balancer();
    const instances = fleet([0, 0, 0]);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => balancer.pick(instances, isUp, undefined)?.id)).toEqual([
      0, 1, 2, 0, 1, 2, 0,
    ]);
  });

  test('goes on after instances were taken away, and finds nobody among nobody', () => {
    const balancer = new Balancer();
    for (let calls = 0; calls < 5; calls += 1) balancer.pick(fleet([0, 0, 0, 0, 0, 0]), isUp, undefined);
    expect(balancer.pick(fleet([0, 0]), isUp, undefined)?.id).toBe(1);
    expect(balancer.pick([], isUp, undefined)).toBe(undefined);
  });

  test('never passes over one with fewer calls in flight that would do', () => {
    const instance = fc.record({ inFlight: fc.nat({ max: 5 }), isUp: fc.boolean() });
    fc.assert(
      fc.property(fc.array(instance, { maxLength: 8 }), fc.nat({ max: 20 }), (made, calls) => {
        const balancer = new Balancer();
        const instances = made.map((one, id) => ({ id, ...one }));
        for (let call = 0; call <= calls; call += 1) {
          const picked = balancer.pick(instances, isUp, undefined);
          const least = Math.min(...instances.filter(isUp).map(({ inFlight }) => inFlight));
          expect(picked?.inFlight ?? Number.POSITIVE_INFINITY).toBe(least);
          expect(picked?.isUp ?? true).toBe(true);
          if (picked !== undefined) picked.inFlight += 1;
        }
      }),
    );
  });

  test('goes by another load where it is told one', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ open: fc.nat(9), inFlight: fc.nat(9) }), { minLength: 1 }), (made) => {
        const picked = new Balancer().pick(
          made,
          () => true,
          undefined,
          ({ open }) => open,
        );
        expect(picked?.open).toBe(Math.min(...made.map(({ open }) => open)));
      }),
    );
  });

  test('shares calls that are all alike out evenly, to within one call', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat({ max: 100 }), (many, calls) => {
        const balancer = new Balancer();
        const instances = fleet(Array.from({ length: many }, () => 0));
        const got = instances.map(() => 0);
        for (let call = 0; call < calls; call += 1) {
          const { id = 0 } = balancer.pick(instances, isUp, undefined) ?? {};
          got[id] = (got[id] ?? 0) + 1;
        }
        expect(Math.max(...got) - Math.min(...got)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
