import type { Milliseconds } from '@asbuilt/core/model';
import type { Fault, FaultEffect } from './fault.ts';

/** Throws a `RangeError` that says which value of a fault is out of range. */
export function requireValid(fault: Fault, now: Milliseconds): void {
  requireThat(
    Number.isFinite(fault.endsAtMs) && fault.endsAtMs > now,
    `A fault must end in the future, but endsAtMs is ${fault.endsAtMs} and it is ${now} now.`,
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
      return requireThat(
        Number.isInteger(effect.afterBytes) && effect.afterBytes >= 0,
        `A connection breaks off after a whole number of bytes, 0 or more, not ${effect.afterBytes}.`,
      );
    case 'latency':
      return requireLatency(effect.ms, effect.jitterMs ?? 0);
    case 'bandwidth':
      return requireThat(
        effect.bytesPerSecond >= 1 && Number.isFinite(effect.bytesPerSecond),
        `A bandwidth must be 1 byte a second or more, not ${effect.bytesPerSecond}.`,
      );
    case 'pieces':
      requireThat(
        Number.isInteger(effect.bytes) && effect.bytes >= 1,
        `A piece must be a whole number of bytes, 1 or more, not ${effect.bytes}.`,
      );
      return requireTime('A pause', effect.pauseMs);
    case 'status':
      return requireStatus(effect);
    case 'clock-skew':
      return requireThat(
        Number.isFinite(effect.ms) && effect.ms !== 0,
        `A clock is wrong by some time, forward or backward, not by ${effect.ms} ms.`,
      );
  }
}

function requireLatency(ms: Milliseconds, jitterMs: Milliseconds): void {
  requireTime('A latency', ms);
  requireThat(
    jitterMs >= 0 && jitterMs <= ms,
    `A jitter must be 0 ms or more and at most the latency, not ${jitterMs}.`,
  );
}

function requireStatus({ code, share, seed = 0 }: Extract<FaultEffect, { kind: 'status' }>): void {
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
