import { TimerWheel } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('arm' as const), inMs: fc.integer({ min: -20, max: 9_000 }) }),
    fc.record({ kind: fc.constant('disarm' as const), which: fc.nat() }),
    fc.record({
      kind: fc.constant('turn' as const),
      byMs: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 20_000 })),
    }),
  ),
  { maxLength: 120, size: 'max' },
);

test('each timer is handed over at the first turn at or after its time, and none that was taken back', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 40 }), (plan, tickMs, slots) => {
      const wheel = new TimerWheel<number>(tickMs, slots);
      const waiting = new Map<number, number>();
      const handles: number[] = [];
      let now = 1_000;
      const turns: { readonly due: number[]; readonly expected: number[] }[] = [];
      for (const step of plan) {
        if (step.kind === 'arm') {
          const at = now + step.inMs;
          handles.push(wheel.arm(handles.length, at, now));
          waiting.set(handles.length - 1, at);
        } else if (step.kind === 'disarm') {
          // Also handles of timers that are over: their places may be taken by others.
          const which = handles.length === 0 ? 0 : step.which % handles.length;
          wheel.disarm(handles[which] ?? 0);
          waiting.delete(which);
        } else {
          now += step.byMs;
          const due: number[] = [];
          wheel.turn(now, (item) => due.push(item));
          const expected = [...waiting].filter(([, at]) => at <= now).map(([item]) => item);
          turns.push({ due: due.toSorted((a, b) => a - b), expected });
          for (const item of expected) waiting.delete(item);
        }
        turns.push({ due: [wheel.armed], expected: [waiting.size] });
      }
      expect(turns.map(({ due }) => due)).toEqual(turns.map(({ expected }) => expected));
    }),
    { numRuns: 500 },
  );
});

test('what is called may arm, and take back what is due at the same time', () => {
  const wheel = new TimerWheel<string>();
  const handles = ['a', 'b', 'c'].map((item) => wheel.arm(item, 50, 0));
  const due: string[] = [];
  wheel.turn(60, (item) => {
    due.push(item);
    for (const handle of handles) wheel.disarm(handle);
    if (due.length === 1) wheel.arm('again', 55, 60);
  });
  expect(due.length).toBe(2);
  expect(due[1]).toBe('again');
  expect(wheel.armed).toBe(0);
});

test('a wheel without a tick or a slot is none', () => {
  expect(() => new TimerWheel(0)).toThrow('needs a tick and a slot');
  expect(() => new TimerWheel(10, 0)).toThrow('needs a tick and a slot');
});
