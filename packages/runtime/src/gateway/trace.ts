import { formatTraceparent, newSpanId, newTraceId, parseTraceparent } from '#telemetry/trace-context';
import type { Call } from './call.ts';

/** The step that continues the client's trace with a span of its own, or starts one (https://www.w3.org/TR/trace-context/). */
export function joinTrace(call: Call): 'next' {
  const { random } = call.edge.options;
  const parent = parseTraceparent(call.headers.own.get('traceparent') ?? '');
  // A trace that starts here is marked as kept: services decide by this flag whether they record their part of it.
  const trace = {
    traceId: parent?.traceId ?? newTraceId(random),
    spanId: newSpanId(random),
    sampled: parent?.sampled ?? true,
  };
  call.traceId = trace.traceId;
  call.isSampled = trace.sampled;
  call.traceparent = formatTraceparent(trace);
  call.continuesTrace = parent !== undefined;
  return 'next';
}
