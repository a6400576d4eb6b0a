import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startOrder } from '../../src/supervisor/start-order.ts';

function order(calls: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return startOrder(Object.keys(calls), (service) => calls[service] ?? []);
}

describe('the order of the start', () => {
  test('puts callees before their callers', () => {
    expect(order({ Web: ['API'], API: ['Database', 'Auth'], Auth: [], Database: [] })).toEqual([
      'Database',
      'Auth',
      'API',
      'Web',
    ]);
  });

  test('keeps the order of the document otherwise', () => {
    expect(order({ B: [], A: [], C: [] })).toEqual(['B', 'A', 'C']);
  });

  test('has somebody first in a circle, and names nobody twice', () => {
    expect(order({ A: ['B'], B: ['C'], C: ['A'] })).toEqual(['C', 'B', 'A']);
    expect(order({ A: ['A'] })).toEqual(['A']);
  });

  test('leaves out callees that are no services', () => {
    expect(order({ A: ['CDN'] })).toEqual(['A']);
  });

  test('holds for any calls that run one way', () => {
    const forward = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 });
    fc.assert(
      fc.property(forward, (pairs) => {
        const calls = pairs.filter(([caller, callee]) => caller < callee);
        const names = Array.from({ length: 10 }, (_, index) => String(index));
        const callees = (service: string): string[] =>
          calls.filter(([caller]) => String(caller) === service).map(([, callee]) => String(callee));
        const result = startOrder(names, callees);
        expect(result.toSorted()).toEqual(names);
        for (const [caller, callee] of calls) {
          expect(result.indexOf(String(callee))).toBeLessThan(result.indexOf(String(caller)));
        }
      }),
    );
  });
});
