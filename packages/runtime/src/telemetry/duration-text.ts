import type { EdgeLabels, EdgeMeter } from './edge-meter.ts';

const name = 'asbuilt_edge_request_duration_seconds';
/** Bucket bounds: 1 ms to 65.536 s in powers of two, the octaves of `Latencies`. */
const exponents = Array.from({ length: 17 }, (_, index) => index);

/**
 * The durations of all edges as a histogram in Prometheus' text format
 * (https://prometheus.io/docs/instrumenting/exposition_formats/).
 * Printed from the meters' own buckets: a histogram of prom-client would cost each call as much as all policies together.
 */
export function printDurations(meters: ReadonlySet<EdgeMeter>): string {
  const lines = [
    `# HELP ${name} How long calls took until their last byte (TCP: until the connection stood).`,
    `# TYPE ${name} histogram`,
    ...[...meters].flatMap(printMeter),
  ];
  return `${lines.join('\n')}\n`;
}

function printMeter({ labels, latencies }: EdgeMeter): readonly string[] {
  const text = printLabels(labels);
  return [
    ...exponents.map(
      (exponent) => `${name}_bucket{${text},le="${2 ** exponent / 1000}"} ${latencies.countBelow(exponent)}`,
    ),
    `${name}_bucket{${text},le="+Inf"} ${latencies.count}`,
    `${name}_sum{${text}} ${latencies.sumMs / 1000}`,
    `${name}_count{${text}} ${latencies.count}`,
  ];
}

function printLabels({ edge, from, to }: EdgeLabels): string {
  return `edge="${escape(edge)}",from="${escape(from)}",to="${escape(to)}"`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
