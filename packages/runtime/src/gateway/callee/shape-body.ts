import type { ActiveFault } from '#faults/fault';
import type { Call } from '../call.ts';
import type { Failure } from '../failure.ts';
import { type Direction, type Hindrance, hindranceOf } from '../hindrance.ts';

/** What the faults of the moment do to a body on its way; `undefined` while there are none that do anything. */
export function bodyHindrance({ edge }: Call, direction: Direction): Hindrance | undefined {
  const { faults, now, random } = edge.options;
  if (faults.areNone) return undefined;
  const active = faults.active(edge.plan.name, now());
  return active.length === 0 ? undefined : hindranceOf(active.filter(actsOnBodies), direction, { now: now(), random });
}

/** A latency has made the call late as a whole. */
function actsOnBodies({ effect }: ActiveFault): boolean {
  return effect.kind !== 'latency';
}

/** The callee broke off amid its answer, or before it. */
export function brokenOff({ breakOff }: Pick<Hindrance, 'breakOff'>): Failure {
  return { kind: 'fault', status: 502, act: breakOff === 'reset' ? 'fault=reset' : 'fault=truncate' };
}
