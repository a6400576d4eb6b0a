import { type EdgeLabels, type EdgeMeter, octavesOfDurations } from './edge-meter.ts';
import type { Exemplar } from './exemplars.ts';

const name = 'asbuilt_edge_request_duration_seconds';
/** Bucket bounds: 1 ms to 65.536 s in powers of two, the octaves of `Latencies`. */
const exponents = Array.from({ length: octavesOfDurations }, (_, index) => index);

/**
 * The durations of all edges as a histogram in Prometheus' text format
 * (https://prometheus.io/docs/instrumenting/exposition_formats/) or, with a trace for each bucket, as OpenMetrics has it.
 * Printed from the meters' own buckets: a histogram of prom-client would cost each call as much as all policies together.
 */
export function printDurations(meters: ReadonlySet<EdgeMeter>, withExemplars = false): string {
  const lines = [
    `# HELP ${name} How long calls took until their last byte (TCP: until the connection stood).`,
    `# TYPE ${name} histogram`,
    ...[...meters].flatMap((meter) => printMeter(meter, withExemplars)),
  ];
  return `${lines.join('\n')}\n`;
}

function printMeter({ labels, latencies, exemplars }: EdgeMeter, withExemplars: boolean): readonly string[] {
  const text = printLabels(labels);
  const bucket = (bound: string, count: number, index: number): string =>
    `${name}_bucket{${text},le="${bound}"} ${count}${withExemplars ? printExemplar(exemplars.of(index)) : ''}`;
  return [
    ...exponents.map((exponent) => bucket(String(2 ** exponent / 1000), latencies.countBelow(exponent), exponent)),
    bucket('+Inf', latencies.count, exponents.length),
    `${name}_sum{${text}} ${latencies.sumMs / 1000}`,
    `${name}_count{${text}} ${latencies.count}`,
  ];
}

/** https://prometheus.io/docs/specs/om/open_metrics_spec/#exemplars */
function printExemplar(exemplar: Exemplar | undefined): string {
  if (exemplar === undefined) return '';
  return ` # {trace_id="${exemplar.traceId}"} ${exemplar.ms / 1000} ${(exemplar.at / 1000).toFixed(3)}`;
}

function printLabels({ edge, from, to }: EdgeLabels): string {
  return `edge="${escape(edge)}",from="${escape(from)}",to="${escape(to)}"`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
