import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import type { ActiveFault } from '#faults/fault';
import { delayOf } from './fault-effects.ts';
import type { BreakOff } from './pump.ts';

/** What the faults of an edge do to one direction of a connection, all of them together. */
export interface Hindrance {
  /** Nothing passes for so long, 0 where that is not so. */
  readonly heldForMs: Milliseconds;
  /** By how much the next chunk is late. */
  readonly delayMs: Milliseconds;
  /** `Infinity` where the bandwidth is not limited. */
  readonly bytesPerSecond: number;
  /** The most that passes at once, and how long nothing does after that. */
  readonly pieceBytes: Bytes;
  readonly pauseMs: Milliseconds;
  /** After how many bytes the connection is broken off; `Infinity` where it is not. */
  readonly afterBytes: Bytes;
  readonly breakOff: BreakOff;
}

export type Direction = 'to-callee' | 'to-caller';

/** Looks at the faults of now; `undefined` while none acts on the direction. */
export function hindranceOf(
  faults: readonly ActiveFault[],
  direction: Direction,
  { now, random }: { readonly now: Milliseconds; readonly random: () => number },
): Hindrance | undefined {
  if (faults.length === 0) return undefined;
  let [heldForMs, delayMs, pauseMs] = [0, 0, 0];
  let [bytesPerSecond, pieceBytes, afterBytes] = [Infinity, Infinity, Infinity];
  let breakOff: BreakOff = 'reset';
  let acts = false;
  for (const { effect, endsAtMs } of faults) {
    const isOfAnswers = effect.kind === 'pieces' || effect.kind === 'reset' || effect.kind === 'truncate';
    if (isOfAnswers && direction === 'to-callee') continue;
    acts ||= effect.kind !== 'refuse' && effect.kind !== 'status';
    if (effect.kind === 'black-hole') heldForMs = Math.max(heldForMs, endsAtMs - now);
    else if (effect.kind === 'latency' && direction === 'to-callee') delayMs += delayOf(effect, random);
    else if (effect.kind === 'bandwidth') bytesPerSecond = Math.min(bytesPerSecond, effect.bytesPerSecond);
    else if (effect.kind === 'pieces') {
      pieceBytes = Math.min(pieceBytes, effect.bytes);
      pauseMs = Math.max(pauseMs, effect.pauseMs);
    } else if ((effect.kind === 'reset' || effect.kind === 'truncate') && effect.afterBytes < afterBytes) {
      afterBytes = effect.afterBytes;
      breakOff = effect.kind === 'reset' ? 'reset' : 'end';
    }
  }
  return acts ? { heldForMs, delayMs, bytesPerSecond, pieceBytes, pauseMs, afterBytes, breakOff } : undefined;
}
