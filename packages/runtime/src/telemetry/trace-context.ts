import { randomHex, randomHexNotZero } from './random-hex.ts';

/**
 * A place in a distributed trace, as the W3C describes it: https://www.w3.org/TR/trace-context/
 */
export interface TraceContext {
  /** 32 lower-case hexadecimal digits, not all zero. */
  readonly traceId: string;
  /** Of the span that calls: 16 lower-case hexadecimal digits, not all zero. */
  readonly spanId: string;
  /** Whether the caller keeps the trace (bit 0 of the flags). */
  readonly sampled: boolean;
}

const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent` header; `undefined` if it is not valid, and then `tracestate` must not be passed on either. */
export function parseTraceparent(header: string): TraceContext | undefined {
  const [whole, version, traceId, spanId, flags, rest] = pattern.exec(header) ?? [];
  if (whole === undefined || traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  // Only later versions may have more parts.
  if (version === '00' && rest !== undefined) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Writes version 00 of the header. */
export function formatTraceparent(context: TraceContext): string {
  return `00-${context.traceId}-${context.spanId}-${context.sampled ? '01' : '00'}`;
}

/** A new trace id from chance in [0, 1). */
export function newTraceId(random: () => number): string {
  return randomHex(random) + randomHex(random) + randomHex(random) + randomHexNotZero(random);
}

/** A new span id from chance in [0, 1). */
export function newSpanId(random: () => number): string {
  return randomHex(random) + randomHexNotZero(random);
}
