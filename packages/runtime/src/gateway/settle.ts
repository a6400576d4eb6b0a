import { refused } from '@asbuilt/core/mechanisms';
import type { Call } from './call.ts';
import type { Verdict } from './circuit.ts';

/** Tells the circuit breaker how the attempt that is under way ended. The first verdict on an attempt counts. */
export function settle(call: Call, verdict: Verdict): void {
  if (call.ticket === refused) return;
  const { ticket, edge } = call;
  call.ticket = refused;
  edge.circuit?.settle(ticket, verdict, edge.options.now());
}
