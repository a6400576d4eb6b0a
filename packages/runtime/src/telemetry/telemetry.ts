import { type Logger, type LogLevel, type LogSink, openLogger } from './logger.ts';
import { Metrics } from './metrics.ts';

/** What the running system tells of itself: JSON lines and numbers. */
export interface Telemetry {
  readonly log: Logger;
  readonly metrics: Metrics;
}

export interface TelemetryOptions {
  readonly level: LogLevel;
  /** Where log lines go: `logToFile(path)` of `#telemetry/logger`, or anything with `write`. */
  readonly sink: LogSink;
}

/** Opens a log and an empty set of metrics. Whoever made the sink closes it. */
export function openTelemetry(options: TelemetryOptions): Telemetry {
  return { log: openLogger(options), metrics: new Metrics() };
}
