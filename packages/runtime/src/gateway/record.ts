import { shownPath } from '#telemetry/redact';
import { type Call, policyOf } from './call.ts';
import { charge } from './charge.ts';
import type { Verdict } from './circuit.ts';
import { shownFailure } from './failure.ts';

/** The end step that counts a call in the edge's numbers. */
export function count(call: Call, verdict: Verdict): void {
  const { meter } = call.edge;
  const durationMs = (call.beganAt ?? call.endedAt) - call.startedAt;
  if (call.isDrill) meter.recordDrill(durationMs, call.endedAt);
  else meter.record(call.status, durationMs, call.endedAt);
  if (call.isSampled && !call.isDrill) meter.exemplars.note(call.traceId, durationMs, call.endedAt);
  meter.inFlight -= 1;
  if (verdict === 'bad') meter.fail(call.isDrill);
  for (const act of call.policies) meter.act(act);
  for (let retry = 0; retry < call.retries; retry += 1) meter.act('retry');
  meter.bytesToCallee += call.body?.bytes ?? 0;
  meter.bytesToCaller += call.bytesToCaller;
}

/** The end step that counts a call in the callee's SLO, unless it says nothing about the callee. */
export function countForSlo(call: Call, verdict: Verdict): void {
  const { edge, isDrill, endedAt } = call;
  if (verdict !== 'neither') charge(edge, verdict === 'good', isDrill, endedAt);
}

/** The end step that writes the access log: one line a call, without headers, query or body, which may hold secrets. */
export function writeAccessLog(call: Call, verdict: Verdict): void {
  const { edge, method, request, requestId, traceId, status } = call;
  edge.logAccess?.({
    level: verdict === 'bad' ? 'warn' : 'info',
    requestId,
    traceId,
    method,
    path: shownPath(request.target),
    status,
    durationMs: call.endedAt - call.startedAt,
    bytesIn: call.body?.bytes ?? 0,
    bytesOut: call.bytesToCaller,
    subject: call.identity?.alias,
    policy: policyOf(call),
    failure: call.failure && shownFailure(call.failure),
  });
}
