import type { Milliseconds } from '@asbuilt/core/model';
import type { ActiveFault } from '#faults/fault';

/** The fault that makes a call fail now, if there is one. */
export function failingFault(faults: readonly ActiveFault[], random: () => number): ActiveFault | undefined {
  return faults.find(({ effect }) => effect.kind === 'refuse' || (effect.kind === 'status' && random() < effect.share));
}

/** By how much the faults delay a call altogether. */
export function latencyOf(faults: readonly ActiveFault[]): Milliseconds {
  return faults.reduce((sum, { effect }) => sum + (effect.kind === 'latency' ? effect.ms : 0), 0);
}
