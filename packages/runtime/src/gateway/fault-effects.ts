import type { Milliseconds } from '@asbuilt/core/model';
import type { ActiveFault } from '#faults/fault';

/** The fault that makes a call fail now, if there is one. */
export function failingFault(faults: readonly ActiveFault[], random: () => number): ActiveFault | undefined {
  return faults.find(({ effect }) => effect.kind === 'refuse' || (effect.kind === 'status' && random() < effect.share));
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
