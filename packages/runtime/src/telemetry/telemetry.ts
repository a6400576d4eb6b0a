import { type AccessLine, openAccessLog } from './access-log.ts';
import type { ErrorReporter } from './error-reporter.ts';
import { type Logger, type LogLevel, type LogSink, openLogger } from './logger.ts';
import { Metrics } from './metrics.ts';
import type { Tracer } from './tracer.ts';

/** What the running system tells of itself: JSON lines and numbers. */
export interface Telemetry {
  readonly log: Logger;
  /** The access log of an edge; absent where the level leaves it out. */
  readonly openAccessLog: (edge: string) => ((line: AccessLine) => void) | undefined;
  readonly metrics: Metrics;
  /** Absent where nobody collects traces. */
  readonly tracer: Tracer | undefined;
  /** Absent where nobody is told of errors. */
  readonly reporter: ErrorReporter | undefined;
}

export interface TelemetryOptions {
  readonly level: LogLevel;
  /** Where log lines go: `logToFile(path)` of `#telemetry/logger`, or anything with `write`. */
  readonly sink: LogSink;
  /** Opens the way to whoever collects traces. */
  readonly openTracer?: ((log: Logger) => Tracer) | undefined;
  /** Opens the way to whoever is told of errors. */
  readonly openReporter?: ((log: Logger) => ErrorReporter) | undefined;
}

/** Opens a log and an empty set of metrics. Whoever made the sink closes it. */
export function openTelemetry(options: TelemetryOptions): Telemetry {
  const log = openLogger(options);
  return {
    log,
    openAccessLog: (edge) => (options.level === 'error' ? undefined : openAccessLog(edge, options.sink, options.level)),
    metrics: new Metrics(),
    tracer: options.openTracer?.(log),
    reporter: options.openReporter?.(log),
  };
}
