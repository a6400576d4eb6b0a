import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { otlpSetup } from '#telemetry/otlp-setup';
import { openOtlpTracer } from '#telemetry/otlp-tracer';
import type { TelemetryOptions } from '#telemetry/telemetry';
import type { Tracer } from '#telemetry/tracer';
import type { Receiver } from '../telemetry/receiver.ts';

const id = (digits: number): z.ZodString => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));
const attribute = z.object({
  key: z.string(),
  value: z.union([
    z.strictObject({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
    z.strictObject({ intValue: z.union([z.number(), z.string()]) }).transform(({ intValue }) => Number(intValue)),
  ]),
});
const attributes = z
  .array(attribute)
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])));
/** What a collector gets: OTLP/JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */
export const exportRequest = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(
        z.object({
          scope: z.object({ name: z.string() }),
          spans: z.array(
            z.object({
              traceId: id(32),
              spanId: id(16),
              parentSpanId: id(16).optional(),
              name: z.string(),
              kind: z.number(),
              startTimeUnixNano: z.string().transform(Number),
              endTimeUnixNano: z.string().transform(Number),
              attributes,
              status: z.object({ code: z.number() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

type Span = z.infer<typeof exportRequest>['resourceSpans'][number]['scopeSpans'][number]['spans'][number];

/** The spans that a receiver has, in the order in which they began. */
export function spansOf({ received }: Receiver): readonly Span[] {
  return received
    .flatMap(({ body }) => exportRequest.parse(JSON.parse(body)).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .toSorted((one, other) => one.startTimeUnixNano - other.startTimeUnixNano || one.kind - other.kind);
}

/** The spans of a receiver once there are as many, in the order in which they began. */
export async function spansOnce(receiver: Receiver, count: number): Promise<(index: number) => Span> {
  await expect.poll(() => spansOf(receiver).length, { timeout: 60_000 }).toBe(count);
  return (index) => {
    const span = spansOf(receiver)[index];
    if (span === undefined) throw new Error(`there is no span ${index}`);
    return span;
  };
}

/** Traces to a receiver, as the variables say. */
export function tracing(
  env: Readonly<Record<string, string>>,
): Pick<TelemetryOptions, 'openTracer'> & { readonly tracers: Tracer[] } {
  const setup = otlpSetup({ OTEL_BSP_SCHEDULE_DELAY: '10', ...env });
  if (setup === undefined) throw new Error('no endpoint is named');
  const tracers: Tracer[] = [];
  onTestFinished(async () => {
    for (const tracer of tracers) await tracer.close();
  });
  return {
    tracers,
    openTracer: (log) => {
      const tracer = openOtlpTracer(setup, log);
      tracers.push(tracer);
      return tracer;
    },
  };
}
