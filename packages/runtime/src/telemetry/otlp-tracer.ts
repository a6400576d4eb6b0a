import { setTimeout as pause } from 'node:timers/promises';
import { type HrTime, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Logger } from './logger.ts';
import { type OtlpSetup, samples } from './otlp-setup.ts';
import type { FinishedSpan, Tracer } from './tracer.ts';

/** How long ending may wait for a collector that does not answer. */
const lastWaitMs = 2000;
const scope = { name: 'asbuilt' };

/**
 * Sends spans by OTLP over HTTP, many at once. A collector that is away costs spans and no call: what the queue cannot
 * hold is dropped. Load this module only where traces are wanted: it takes half a second.
 */
export function openOtlpTracer(setup: OtlpSetup, log: Logger): Tracer {
  const { url, headers, timeoutMs, sampler, batch } = setup;
  const resource = resourceFromAttributes({ 'service.name': 'asbuilt', ...setup.resource });
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: timeoutMs });
  const processor = new BatchSpanProcessor(telling(exporter, url, log), {
    scheduledDelayMillis: batch.delayMs,
    maxQueueSize: batch.mostQueued,
    maxExportBatchSize: Math.min(batch.mostAtOnce, batch.mostQueued),
    exportTimeoutMillis: timeoutMs,
  });
  return {
    samples: (traceId, parentSampled) => samples(sampler, traceId, parentSampled),
    end: (span) => processor.onEnd(readable(span, resource)),
    close: async () => {
      const ending = new AbortController();
      const waited = pause(lastWaitMs, undefined, { signal: ending.signal });
      // A collector that is away was told of already.
      await Promise.race([processor.shutdown(), waited]).catch(ignoreTold);
      ending.abort();
      await waited.catch(ignoreTold);
    },
  };
}

function ignoreTold(): void {}

/** Tells once that the collector is away, and once that it is back. */
function telling(exporter: SpanExporter, url: string, log: Logger): SpanExporter {
  let isAway = false;
  const collector = new URL(url).origin;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.error !== undefined;
        if (failed && !isAway) log.warn({ collector, reason: result.error?.message }, 'Traces cannot be handed on.');
        if (!failed && isAway) log.info({ collector }, 'Traces are handed on again.');
        isAway = failed;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;

function readable(span: FinishedSpan, resource: Resource): ReadableSpan {
  const { traceId, spanId, parentSpanId, kind, name, startMs, endMs, attributes, failed } = span;
  const traceFlags = TraceFlags.SAMPLED;
  return {
    name,
    kind: kinds[kind],
    spanContext: () => ({ traceId, spanId, traceFlags }),
    ...(parentSpanId !== undefined && {
      parentSpanContext: { traceId, spanId: parentSpanId, traceFlags, isRemote: kind === 'server' },
    }),
    startTime: hrTime(startMs),
    endTime: hrTime(endMs),
    duration: hrTime(endMs - startMs),
    status: { code: failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes,
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Whole seconds and the nanoseconds besides. */
function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}
