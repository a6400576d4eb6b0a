import type { Milliseconds } from '@asbuilt/core/model';
import type { Fault, FaultEffect } from './fault.ts';

/** Throws a `RangeError` that says which value of a fault is out of range. */
export function requireValid(fault: Fault, now: Milliseconds): void {
  requireThat(
    fault.endsAtMs > now && fault.endsAtMs - now <= longestMs,
    `A fault must end in the future, within ${longestMs} ms, and not ${Math.round(fault.endsAtMs - now)} ms from now.`,
  );
  requireValidEffect(fault.effect);
}

function requireValidEffect(effect: FaultEffect): void {
  switch (effect.kind) {
    case 'refuse':
    case 'black-hole':
      return;
    case 'reset':
    case 'truncate':
      return requireEnd(effect);
    case 'latency':
      return requireLatency(effect);
    case 'bandwidth':
      return requireBandwidth(effect);
    case 'pieces':
      return requirePieces(effect);
    case 'status':
      return requireStatus(effect);
    case 'clock-skew':
      return requireSkew(effect);
  }
}

type Effect<Kind extends FaultEffect['kind']> = Extract<FaultEffect, { kind: Kind }>;

function requireEnd({ afterBytes }: Effect<'reset' | 'truncate'>): void {
  requireThat(
    Number.isInteger(afterBytes) && afterBytes >= 0,
    `A connection breaks off after a whole number of bytes, 0 or more, not ${afterBytes}.`,
  );
}

function requireLatency({ ms, jitterMs = 0 }: Effect<'latency'>): void {
  requireTime('A latency', ms);
  requireThat(
    jitterMs >= 0 && jitterMs <= ms,
    `A jitter must be 0 ms or more and at most the latency, not ${jitterMs}.`,
  );
}

function requireBandwidth({ bytesPerSecond }: Effect<'bandwidth'>): void {
  requireThat(
    bytesPerSecond >= 1 && Number.isFinite(bytesPerSecond),
    `A bandwidth must be 1 byte a second or more, not ${bytesPerSecond}.`,
  );
}

function requirePieces({ bytes, pauseMs }: Effect<'pieces'>): void {
  requireThat(
    Number.isInteger(bytes) && bytes >= 1,
    `A piece must be a whole number of bytes, 1 or more, not ${bytes}.`,
  );
  requireTime('A pause', pauseMs);
}

function requireSkew({ ms }: Effect<'clock-skew'>): void {
  requireThat(Number.isFinite(ms) && ms !== 0, `A clock is wrong by some time, forward or backward, not by ${ms} ms.`);
}

function requireStatus({ code, share, seed = 0 }: Effect<'status'>): void {
  requireThat(
    Number.isInteger(code) && code >= 400 && code <= 599,
    `A status fault answers with a code from 400 to 599, not ${code}.`,
  );
  requireThat(Number.isSafeInteger(seed), `A seed must be a whole number, not ${seed}.`);
  requireThat(share > 0 && share <= 1, `A status fault's share must be above 0 and at most 1, not ${share}.`);
}

/** The longest time that a timer can wait: 2³¹ − 1 ms. */
export const longestMs: Milliseconds = 2_147_483_647;

function requireTime(what: string, ms: Milliseconds): void {
  requireThat(ms > 0 && ms <= longestMs, `${what} must be above 0 and at most ${longestMs} ms, not ${ms}.`);
}

function requireThat(holds: boolean, sentence: string): void {
  if (!holds) throw new RangeError(sentence);
}
