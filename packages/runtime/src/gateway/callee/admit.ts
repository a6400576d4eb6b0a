import { refused } from '@asbuilt/core/mechanisms';
import type { Call } from '../call.ts';
import { leaveInstance } from '../choose-instance.ts';
import { fail } from '../fail.ts';

/** The step that asks the circuit breaker for leave to call. */
export function admit(call: Call): 'next' | 'held' {
  const { circuits } = call.edge;
  if (circuits === undefined || call.instance === undefined) return 'next';
  const circuit = circuits.of(call.instance);
  call.ticket = circuit.admit(call.stepsAt);
  if (call.ticket !== refused) return 'next';
  // It was not called, so that nothing was seen of it.
  leaveInstance(call);
  fail(call, { kind: 'breaker-open', retryAfterMs: circuit.refusesForMs(call.stepsAt) });
  return 'held';
}
