import type { Milliseconds } from '@asbuilt/core/model';
import type { ActiveFault } from '#faults/fault';

/** The fault that makes a call fail now, if there is one. */
export function failingFault(faults: readonly ActiveFault[], random: () => number): ActiveFault | undefined {
  return faults.find((fault) => fault.effect.kind === 'refuse' || fails(fault, random));
}

/** Whether this call is one of those that fail. */
export function isStruck(faults: readonly ActiveFault[], random: () => number): boolean {
  return faults.some((fault) => fails(fault, random));
}

function fails({ effect, random: own }: ActiveFault, random: () => number): boolean {
  return effect.kind === 'status' && (own ?? random)() < effect.share;
}

/** A black hole that is removed before its time lets calls and connections through again within this time. */
export const lookAgainMs: Milliseconds = 50;

/** How long the faults still let nothing through. */
export function heldFor(faults: readonly ActiveFault[], now: Milliseconds): Milliseconds {
  return faults.reduce(
    (most, { effect, endsAtMs }) => (effect.kind === 'black-hole' ? Math.max(most, endsAtMs - now) : most),
    0,
  );
}

/** By how much the clock is wrong that tokens are looked over by. */
export function skewOf(faults: readonly ActiveFault[]): Milliseconds {
  return faults.reduce((sum, { effect }) => sum + (effect.kind === 'clock-skew' ? effect.ms : 0), 0);
}

/** By how much the faults delay a call altogether. */
export function latencyOf(faults: readonly ActiveFault[], random: () => number): Milliseconds {
  return faults.reduce((sum, { effect }) => sum + (effect.kind === 'latency' ? delayOf(effect, random) : 0), 0);
}

/** A delay evenly drawn from around the latency, as far away as the jitter says. */
export function delayOf(
  { ms, jitterMs = 0 }: { readonly ms: Milliseconds; readonly jitterMs?: Milliseconds },
  random: () => number,
): Milliseconds {
  return jitterMs === 0 ? ms : ms + (2 * random() - 1) * jitterMs;
}
