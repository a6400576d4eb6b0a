import { collectDefaultMetrics, Registry } from 'prom-client';
import { printDurations } from './duration-text.ts';
import { type BreakerState, type EdgeLabels, EdgeMeter } from './edge-meter.ts';
import { edgeMetrics } from './edge-metrics.ts';

/** Metrics as they go over the wire. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** An `Accept` header that names it, and not with a weight of 0. */
const asksForOpenMetrics = /\bapplication\/openmetrics-text\b(?![^,]*;\s*q=0(?:\.0*)?\s*(?:,|;|$))/i;

/** Numbers for Prometheus: those of every edge, and those of this process. */
export class Metrics {
  /** For further metrics of the process that runs the edges. */
  readonly registry: Registry = new Registry();
  readonly #meters = new Set<EdgeMeter>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    for (const metric of edgeMetrics(this.#meters)) this.registry.registerMetric(metric);
  }

  /** All metrics as of now, in the form that an `Accept` header asks for: OpenMetrics, with exemplars, or the plain text format. */
  async expose(accept = ''): Promise<Exposition> {
    if (!asksForOpenMetrics.test(accept)) return { contentType: this.registry.contentType, text: await this.text() };
    const text = `${await this.registry.metrics()}
${printDurations(this.#meters, true)}`;
    return { contentType: Registry.OPENMETRICS_CONTENT_TYPE, text: asOpenMetrics(text) };
  }

  /** All metrics as of now in the plain text format. */
  async text(): Promise<string> {
    return `${await this.registry.metrics()}\n${printDurations(this.#meters)}`;
  }

  /** The numbers of an edge that opens. */
  open(labels: EdgeLabels, breakerState?: () => BreakerState): EdgeMeter {
    const meter = new EdgeMeter(labels, breakerState);
    this.#meters.add(meter);
    return meter;
  }

  /** Leaves the numbers of an edge that closed out from now on. */
  close(meter: EdgeMeter): void {
    this.#meters.delete(meter);
  }
}

/**
 * Plain text as OpenMetrics has it: families of counters without the suffix of their samples, no empty lines, and an end.
 * The registry's own way would rename its counters for good.
 */
function asOpenMetrics(text: string): string {
  const families = text.replaceAll(
    /^# HELP (\S+)_total (.*)\n# TYPE \1_total counter$/gm,
    '# HELP $1 $2\n# TYPE $1 counter',
  );
  return `${families.replaceAll(/\n{2,}/g, '\n')}# EOF\n`;
}
