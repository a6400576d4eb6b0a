import { collectDefaultMetrics, Registry } from 'prom-client';
import { printDurations } from './duration-text.ts';
import { type BreakerState, type EdgeLabels, EdgeMeter } from './edge-meter.ts';
import { edgeMetrics } from './edge-metrics.ts';

/** Numbers in Prometheus' text format: those of every edge, and those of this process. */
export class Metrics {
  /** For further metrics of the process that runs the edges. */
  readonly registry: Registry = new Registry();
  readonly #meters = new Set<EdgeMeter>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    for (const metric of edgeMetrics(this.#meters)) this.registry.registerMetric(metric);
  }

  /** What `text()` must be served as. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** All metrics as of now. */
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
