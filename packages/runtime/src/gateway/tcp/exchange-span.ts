import type { Milliseconds } from '@asbuilt/core/model';
import { newSpanId, newTraceId } from '#telemetry/trace-context';
import type { FinishedSpan } from '#telemetry/tracer';
import type { Exchange } from './exchange.ts';
import type { Link } from './wire.ts';

/**
 * Hands a call that is over to whoever collects traces, as a client's span: of the trace that the call itself tells, where
 * it can, else of its own. What is not kept costs an id.
 */
export function traceExchange(
  { edge, instance }: Pick<Link, 'edge' | 'instance'>,
  exchange: Exchange,
  { durationMs, now, isDrill }: { readonly durationMs: Milliseconds; readonly now: Milliseconds; isDrill: boolean },
): void {
  const { random, telemetry } = edge.options;
  const { tracer } = telemetry;
  if (tracer === undefined) return;
  const { code, trace, startedAt } = exchange;
  const traceId = trace?.traceId ?? newTraceId(random);
  if (!tracer.samples(traceId, trace?.sampled)) return;
  const { name, attributes } = exchange.span();
  const failed = code !== 'ok';
  tracer.end({
    traceId,
    spanId: newSpanId(random),
    ...(trace && { parentSpanId: trace.spanId }),
    kind: 'client',
    name,
    startMs: startedAt,
    endMs: now,
    attributes: { ...attributes, ...placeOf(edge, instance), ...(failed && errorOf(exchange)) },
    failed,
  });
  if (!isDrill) edge.meter.exemplars.note(traceId, durationMs, now);
}

function placeOf({ plan }: Link['edge'], { address, number }: Link['instance']): FinishedSpan['attributes'] {
  return {
    'server.address': address.host,
    'server.port': address.port,
    'asbuilt.edge': plan.name,
    'asbuilt.from': plan.from,
    'asbuilt.to': plan.to,
    'asbuilt.instance': number,
  };
}

/** A code that the server gave, or why it gave none. */
function errorOf({ code, policy }: Exchange): FinishedSpan['attributes'] {
  const isServers = /^[0-9A-Z]+$/.test(code);
  return {
    'error.type': code,
    ...(isServers && { 'db.response.status_code': code }),
    ...(policy !== undefined && { 'asbuilt.policy': policy }),
  };
}
