import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { currentTraceparent, inTrace, withTraceComment } from '#telemetry/current-trace';

const traceparent = `00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`;
const own = /^00-(?:a1){16}-[0-9a-f]{16}-01$/;

function comment(sql: string): string {
  return inTrace(traceparent, () => withTraceComment(sql));
}

test('what is begun in a trace is in it, with a span of its own, and nothing else is', async () => {
  const [inside, beside] = await Promise.all([
    inTrace(traceparent, async () => {
      const first = currentTraceparent();
      await sleep(5);
      return [first, currentTraceparent()];
    }),
    sleep(2).then(currentTraceparent),
  ]);
  expect(inside[0]).toMatch(own);
  expect(inside[1]).toBe(inside[0]);
  expect([beside, currentTraceparent()]).toEqual([undefined, undefined]);
});

test('what is no trace is none, also inside of one', () => {
  expect(inTrace('00-nonsense', currentTraceparent)).toBeUndefined();
  expect(inTrace(traceparent, () => inTrace(undefined, currentTraceparent))).toBeUndefined();
});

test('a statement tells the database its trace at its end, where it has no comment', () => {
  expect(comment('select 1')).toMatch(/^select 1 \/\*traceparent='00-(?:a1){16}-[0-9a-f]{16}-01'\*\/$/);
  expect(comment('select 1;\n')).toMatch(/^select 1 \/\*traceparent='[^']+'\*\/;\n$/);
  expect(comment('select 1 /* by hand */')).toBe('select 1 /* by hand */');
  expect(comment('select 1 -- by hand')).toBe('select 1 -- by hand');
  expect(withTraceComment('select 1')).toBe('select 1');
});
