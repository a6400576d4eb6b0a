import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTraceparent, newSpanId, newTraceId, parseTraceparent } from '#telemetry/trace-context';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('a traceparent header', () => {
  test('is read with its flag', () => {
    expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId, sampled: true });
    expect(parseTraceparent(`00-${traceId}-${spanId}-00`)).toEqual({ traceId, spanId, sampled: false });
    expect(parseTraceparent(`00-${traceId}-${spanId}-fe`)).toEqual({ traceId, spanId, sampled: false });
  });

  test('of a later version is read as far as it is known, with whatever follows', () => {
    expect(parseTraceparent(`cc-${traceId}-${spanId}-01-what-ever`)).toEqual({ traceId, spanId, sampled: true });
    expect(parseTraceparent(`cc-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId, sampled: true });
  });

  test.each([
    '',
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${traceId}-${spanId}-1`,
    `00-${traceId}-${spanId}-01 `,
    `ff-${traceId}-${spanId}-01`,
    `cc-${traceId}-${spanId}-01.more`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
  ])('is not read when it is invalid: %j', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  test('is written as it is read', () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        fc.boolean(),
        (chance, sampled) => {
          const random = (): number => chance.next().value;
          const context = { traceId: newTraceId(random), spanId: newSpanId(random), sampled };
          expect(parseTraceparent(formatTraceparent(context))).toEqual(context);
        },
      ),
    );
  });
});

test('new ids are valid at both ends of chance, and differ', () => {
  for (const random of [() => 0, () => 1 - Number.EPSILON / 2]) {
    expect(newTraceId(random)).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
    expect(newSpanId(random)).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
  }
  expect(new Set(Array.from({ length: 1000 }, () => newTraceId(Math.random))).size).toBe(1000);
});
