import { Call, EdgeAnswer, proceed } from '../call.ts';
import { startDeadline } from '../deadline.ts';
import { Fill } from './fill.ts';
import type { Found } from './found.ts';
import { validatorsFor } from './validators.ts';

/** Fetches anew what is still given meanwhile: a call of its own, for which no client waits. At most one at a time. */
export function renew(call: Call, { cache, ask, look }: Found): void {
  if (cache.flightFor(ask) !== undefined) return;
  const own = new Call(call.edge, call.request, new EdgeAnswer(call.request));
  own.left = true;
  own.isQuiet = true;
  own.requestId = call.requestId;
  own.traceId = call.traceId;
  own.traceparent = call.traceparent;
  own.continuesTrace = call.continuesTrace;
  own.validators = validatorsFor(ask, look, true);
  own.tap = new Fill(own, { cache, ask, look, flight: cache.takeOff(ask) });
  own.nextStep = own.edge.attemptFrom;
  if (startDeadline(own) === 'next') proceed(own);
}
