import { describe, expect, test } from 'vitest';
import type { FaultEffect } from '#faults/fault';
import { Faults } from '#faults/faults';

const refuse = { edge: 'Web → API', effect: { kind: 'refuse' }, endsAtMs: 100 } as const;

describe('a fault', () => {
  test('acts on its edge until it ends', () => {
    const faults = new Faults();
    const added = faults.add(refuse, 0);
    expect(faults.active('Web → API', 99)).toEqual([added]);
    expect(faults.active('API → Database', 99)).toEqual([]);
    expect(faults.active('Web → API', 100)).toEqual([]);
  });

  test('joins those that its edge has', () => {
    const faults = new Faults();
    const first = faults.add(refuse, 0);
    const second = faults.add({ ...refuse, effect: { kind: 'latency', ms: 5 }, endsAtMs: 200 }, 50);
    expect(faults.active('Web → API', 60)).toEqual([first, second]);
    expect(faults.list(150)).toEqual([second]);
    expect(faults.list(200)).toEqual([]);
  });

  test('may be ended early, once', () => {
    const faults = new Faults();
    const { id } = faults.add(refuse, 0);
    const { id: other } = faults.add(refuse, 0);
    expect(faults.remove(id)).toBe(true);
    expect(faults.remove(id)).toBe(false);
    expect(faults.list(0).map((fault) => fault.id)).toEqual([other]);
  });

  test('that is removed is told to those who watch its edge', () => {
    const faults = new Faults();
    const { id } = faults.add(refuse, 0);
    let told = 0;
    faults.watch('Web → API', () => {
      told += 1;
    });
    faults.remove(id);
    expect(told).toBe(1);
  });

  test('is told to those who watch its edge, until they do not', () => {
    const faults = new Faults();
    const seen: number[] = [];
    const unwatch = faults.watch('Web → API', () => seen.push(faults.active('Web → API', 0).length));
    faults.add(refuse, 0);
    faults.add({ ...refuse, edge: 'API → Database' }, 0);
    unwatch();
    faults.add(refuse, 0);
    expect(seen).toEqual([1]);
  });
});

describe('a fault that could not work is refused with the value that is wrong', () => {
  test.each<[FaultEffect, string]>([
    [{ kind: 'latency', ms: 0 }, 'A latency must be above 0 and at most 2147483647 ms, not 0.'],
    [{ kind: 'latency', ms: Number.NaN }, 'A latency must be above 0 and at most 2147483647 ms, not NaN.'],
    [{ kind: 'latency', ms: 5, jitterMs: 6 }, 'A jitter must be 0 ms or more and at most the latency, not 6.'],
    [{ kind: 'bandwidth', bytesPerSecond: 0 }, 'A bandwidth must be 1 byte a second or more, not 0.'],
    [{ kind: 'reset', afterBytes: -1 }, 'A connection breaks off after a whole number of bytes, 0 or more, not -1.'],
    [
      { kind: 'truncate', afterBytes: 0.5 },
      'A connection breaks off after a whole number of bytes, 0 or more, not 0.5.',
    ],
    [{ kind: 'pieces', bytes: 0, pauseMs: 1 }, 'A piece must be a whole number of bytes, 1 or more, not 0.'],
    [{ kind: 'pieces', bytes: 1, pauseMs: 0 }, 'A pause must be above 0 and at most 2147483647 ms, not 0.'],
    [{ kind: 'status', code: 200, share: 1 }, 'A status fault answers with a code from 400 to 599, not 200.'],
    [{ kind: 'status', code: 503, share: 1.5 }, "A status fault's share must be above 0 and at most 1, not 1.5."],
  ])('%o', (effect, message) => {
    expect(() => new Faults().add({ ...refuse, effect }, 0)).toThrow(new RangeError(message));
  });

  test.each([100, Number.POSITIVE_INFINITY])('an end at %d, when it is 100 now', (endsAtMs) => {
    expect(() => new Faults().add({ ...refuse, endsAtMs }, 100)).toThrow('A fault must end in the future');
  });
});
