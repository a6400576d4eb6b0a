import { shownPath } from '#telemetry/redact';
import { formatTraceparent, newSpanId, newTraceId, parseTraceparent } from '#telemetry/trace-context';
import { type Call, policyOf } from './call.ts';
import { CallSpan } from './call-span.ts';
import { isOverTls } from './over-tls.ts';

/** The step that continues the client's trace with a span of its own, or starts one (https://www.w3.org/TR/trace-context/). */
export function joinTrace(call: Call): 'next' {
  const { random, telemetry } = call.edge.options;
  const parent = parseTraceparent(call.headers.own.get('traceparent') ?? '');
  const traceId = parent?.traceId ?? newTraceId(random);
  const spanId = newSpanId(random);
  // Where nobody collects ours, a trace that starts here is marked as kept: services decide by this flag whether they
  // record their part of it.
  const sampled = telemetry.tracer?.samples(traceId, parent?.sampled) ?? parent?.sampled ?? true;
  call.traceId = traceId;
  call.isSampled = sampled;
  call.traceparent = formatTraceparent({ traceId, spanId, sampled });
  call.traceresponse = call.traceparent;
  call.continuesTrace = parent !== undefined;
  if (sampled && telemetry.tracer !== undefined) call.span = new CallSpan(traceId, spanId, parent?.spanId);
  return 'next';
}

/** The step that makes a span for the attempt, which is then what the callee's own spans belong to. */
export function beginAttemptSpan(call: Call): 'next' {
  const { span, instance, edge } = call;
  if (span === undefined || instance === undefined) return 'next';
  call.traceparent = span.attempt(instance, edge.options.now(), edge.options.random);
  return 'next';
}

/** The end step that hands the spans of a call to whoever collects them. */
export function endSpan(call: Call): void {
  const { edge, span, method, startedAt, endedAt, status } = call;
  const { tracer } = edge.options.telemetry;
  if (span === undefined || tracer === undefined) return;
  const path = shownPath(call.request.target);
  const spans = span.finish({
    method,
    startMs: startedAt,
    endMs: endedAt,
    status,
    path,
    attributes: attributesOf(call),
  });
  for (const each of spans) tracer.end(each);
}

function attributesOf(call: Call): Readonly<Record<string, string | number>> {
  const { name, from, to } = call.edge.plan;
  const policy = policyOf(call);
  return {
    'url.scheme': isOverTls(call) ? 'https' : 'http',
    'network.protocol.version': `1.${call.request.minorVersion}`,
    'asbuilt.edge': name,
    'asbuilt.from': from,
    'asbuilt.to': to,
    'asbuilt.request_id': call.requestId,
    ...(policy !== '' && { 'asbuilt.policy': policy }),
  };
}
