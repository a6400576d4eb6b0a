import { refused } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Call } from './call.ts';
import type { Verdict } from './circuit.ts';
import type { Instance } from './instances.ts';
import type { Instruments } from './instruments.ts';

/** Tells the circuit breaker and the outlier detector how the attempt that is under way ended. The first verdict on an attempt counts. */
export function settle(call: Call, verdict: Verdict): void {
  const { edge, instance, ticket } = call;
  if (instance === undefined || call.judged) return;
  call.judged = true;
  const now = call.phase === 'over' ? call.endedAt : edge.options.now();
  judgeInstance(edge, instance, verdict, now);
  if (ticket === refused) return edge.observing?.judge(call, verdict, now);
  call.ticket = refused;
  edge.circuits?.of(instance).settle(ticket, verdict, now);
}

/** Tells the outlier detector what was seen of an instance. */
export function judgeInstance(
  edge: Pick<Instruments, 'instances' | 'log'>,
  instance: Instance,
  verdict: Verdict,
  now: Milliseconds,
): void {
  const { outliers } = edge.instances;
  if (outliers === undefined || instance.suspect === undefined || verdict === 'neither') return;
  if (verdict === 'good') return outliers.succeed(instance.suspect);
  if (!outliers.fail(instance.suspect, now)) return;
  edge.log.warn({ instance: instance.number }, 'An instance failed call after call: it gets none for a while.');
}
