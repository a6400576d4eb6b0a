import type { Call } from './call.ts';
import type { Verdict } from './circuit.ts';
import type { Failure } from './failure.ts';

/** The end step that tells of calls that failed, bursts of the same kind as one. */
export function reportFailure(call: Call, verdict: Verdict): void {
  const { reporter } = call.edge.options.telemetry;
  // What a drill breaks on purpose is nobody's error.
  if (reporter === undefined || verdict !== 'bad' || call.failure?.kind === 'fault' || call.isDrill) return;
  const { name, to } = call.edge.plan;
  const status = String(call.status);
  const failure = call.failure?.kind ?? 'answered';
  reporter.report({
    group: ['call', name, status, failure],
    message: `${name}: ${sayHow(failure, to, status)}`,
    level: 'error',
    tags: { edge: name, service: to, status, failure, method: call.method, request_id: call.requestId },
    traceId: call.traceId,
    spanId: call.traceresponse.slice(36, 52),
  });
}

function sayHow(failure: string, to: string, status: string): string {
  return failure === 'answered'
    ? `${to} answered ${status}`
    : `the call failed (${failure}), and was answered ${status}`;
}

/** Notes that the callee answered an attempt. */
export function noteAnswer(call: Call, status: number): void {
  call.failure = undefined;
  call.span?.answered(status, call.edge.options.now());
}

/** Notes why the callee did not. */
export function noteFailure(call: Call, failure: Failure): void {
  call.failure = failure;
  call.span?.failed(failure.kind, call.edge.options.now());
}
