import { systemClock } from '#telemetry/clock';
import { otlpSetup } from '#telemetry/otlp-setup';
import { readSentryDsn } from '#telemetry/sentry-dsn';
import type { TelemetryOptions } from '#telemetry/telemetry';
import { messageOf } from '#values/message-of';
import { ConfigurationError } from './configuration-error.ts';
import type { UpOptions } from './up-options.ts';

/**
 * The ways to whoever collects traces and is told of errors, as the standard variables name them. Nothing is loaded for
 * what they do not name.
 *
 * @throws {ConfigurationError} for a variable that cannot be read
 */
export async function openReporting({
  env,
  profile,
}: UpOptions): Promise<Pick<TelemetryOptions, 'openTracer' | 'openReporter'>> {
  const otlp = wanted(() => otlpSetup(env));
  const dsn = wanted(() => (env['SENTRY_DSN'] ? readSentryDsn(env['SENTRY_DSN']) : undefined));
  const tracing = otlp && (await import('#telemetry/otlp-tracer'));
  const reporting = dsn && (await import('#telemetry/sentry-reporter'));
  const environment = env['SENTRY_ENVIRONMENT'] ?? profile.profile.env?.value ?? 'development';
  const release = env['SENTRY_RELEASE'];
  return {
    ...(otlp && tracing && { openTracer: (log) => tracing.openOtlpTracer(otlp, log) }),
    ...(dsn &&
      reporting && {
        openReporter: (log) =>
          new reporting.SentryReporter({ dsn, environment, release, log, now: systemClock(), random: Math.random }),
      }),
  };
}

function wanted<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigurationError(messageOf(error), undefined, { cause: error });
  }
}
