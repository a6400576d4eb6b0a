import { refused } from '@asbuilt/core/mechanisms';
import type { Call } from './call.ts';
import type { Verdict } from './circuit.ts';

/** Tells the circuit breaker and the outlier detector how the attempt that is under way ended. The first verdict on an attempt counts. */
export function settle(call: Call, verdict: Verdict): void {
  const { edge, instance, ticket } = call;
  if (instance === undefined || call.judged) return;
  call.judged = true;
  const now = edge.options.now();
  judge(call, verdict, now);
  if (ticket === refused) return;
  call.ticket = refused;
  edge.circuits?.of(instance).settle(ticket, verdict, now);
}

function judge({ edge, instance }: Call, verdict: Verdict, now: number): void {
  const { outliers } = edge.instances;
  if (outliers === undefined || instance?.suspect === undefined || verdict === 'neither') return;
  if (verdict === 'good') return outliers.succeed(instance.suspect);
  if (!outliers.fail(instance.suspect, now)) return;
  edge.log.warn({ instance: instance.number }, 'An instance failed call after call: it gets none for a while.');
}
