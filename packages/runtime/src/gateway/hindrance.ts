import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import type { ActiveFault, FaultEffect } from '#faults/fault';
import { delayOf } from './fault-effects.ts';

/** How a connection is broken off on purpose. */
export type BreakOff = 'reset' | 'end';

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
  let hindrance: Hindrance | undefined;
  for (const { effect, endsAtMs } of faults) {
    if (acts(effect, direction)) hindrance = joined(hindrance ?? nothing, effect, { endsInMs: endsAtMs - now, random });
  }
  return hindrance;
}

const nothing: Hindrance = {
  heldForMs: 0,
  delayMs: 0,
  bytesPerSecond: Infinity,
  pieceBytes: Infinity,
  pauseMs: 0,
  afterBytes: Infinity,
  breakOff: 'reset',
};

function acts({ kind }: FaultEffect, direction: Direction): boolean {
  switch (kind) {
    case 'refuse':
    case 'status':
    case 'clock-skew':
      return false;
    case 'latency':
      return direction === 'to-callee';
    case 'pieces':
    case 'reset':
    case 'truncate':
      return direction === 'to-caller';
    case 'black-hole':
    case 'bandwidth':
      return true;
  }
}

function joined(
  before: Hindrance,
  effect: FaultEffect,
  { endsInMs, random }: { readonly endsInMs: Milliseconds; readonly random: () => number },
): Hindrance {
  switch (effect.kind) {
    case 'refuse':
    case 'status':
    case 'clock-skew':
      return before;
    case 'black-hole':
      return { ...before, heldForMs: Math.max(before.heldForMs, endsInMs) };
    case 'latency':
      return { ...before, delayMs: before.delayMs + delayOf(effect, random) };
    case 'bandwidth':
      return { ...before, bytesPerSecond: Math.min(before.bytesPerSecond, effect.bytesPerSecond) };
    case 'pieces': {
      const pauseMs = Math.max(before.pauseMs, effect.pauseMs);
      return { ...before, pieceBytes: Math.min(before.pieceBytes, effect.bytes), pauseMs };
    }
    case 'reset':
    case 'truncate': {
      if (effect.afterBytes >= before.afterBytes) return before;
      return { ...before, afterBytes: effect.afterBytes, breakOff: effect.kind === 'reset' ? 'reset' : 'end' };
    }
  }
}
