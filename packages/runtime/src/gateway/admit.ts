import { refused } from '@asbuilt/core/mechanisms';
import type { Call } from './call.ts';
import { fail } from './fail.ts';

/** The step that asks the circuit breaker for leave to call. */
export function admit(call: Call): 'next' | 'held' {
  const { circuit, options } = call.edge;
  if (circuit === undefined) return 'next';
  const now = options.now();
  call.ticket = circuit.admit(now);
  if (call.ticket !== refused) return 'next';
  fail(call, { kind: 'breaker-open', retryAfterMs: circuit.refusesForMs(now) });
  return 'held';
}
