import type { Milliseconds } from '@asbuilt/core/model';
import { messageOf } from '#values/message-of';
import type { ErrorReport, ErrorReporter } from './error-reporter.ts';
import type { Logger } from './logger.ts';
import type { SentryDsn } from './sentry-dsn.ts';
import { newTraceId } from './trace-context.ts';

export interface SentryOptions {
  readonly dsn: SentryDsn;
  readonly environment: string;
  readonly release?: string | undefined;
  readonly log: Logger;
  readonly now: () => Milliseconds;
  readonly random: () => number;
}

/** A burst of one kind is one event with a count: the first is told at once, what follows at the end of this time. */
const quietMs: Milliseconds = 30_000;
/** What is told at most in that time, whatever the kinds. */
const mostGroups = 50;
const patienceMs: Milliseconds = 5000;
const lastWaitMs: Milliseconds = 2000;

interface Group {
  report: ErrorReport;
  /** Those that nobody was told of yet. */
  untold: number;
}

/**
 * Tells of errors in Sentry's protocol (https://develop.sentry.dev/sdk/data-model/envelopes/). Equal ones are grouped and
 * counted; of more kinds than can be told, the rest is dropped; while the receiver asks for silence, all are.
 */
export class SentryReporter implements ErrorReporter {
  readonly #options: SentryOptions;
  readonly #groups = new Map<string, Group>();
  readonly #sending = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #silentUntil: Milliseconds = 0;
  #isAway = false;

  constructor(options: SentryOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tellRest(), quietMs);
    this.#timer.unref();
  }

  report(report: ErrorReport): void {
    const key = report.group.join('\n');
    const known = this.#groups.get(key);
    if (known !== undefined) {
      known.report = report;
      known.untold += 1;
      return;
    }
    if (this.#groups.size >= mostGroups) return;
    this.#groups.set(key, { report, untold: 0 });
    this.#send(report, 1);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#tellRest();
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, lastWaitMs);
    });
    await Promise.race([Promise.all(this.#sending), waited]);
    clearTimeout(timer);
  }

  #tellRest(): void {
    for (const [key, group] of this.#groups) {
      const { report, untold } = group;
      if (untold > 0) this.#send(report, untold);
      // A kind that goes on stays known, so that it is not told at once again.
      if (untold > 0) group.untold = 0;
      else this.#groups.delete(key);
    }
  }

  #send(report: ErrorReport, times: number): void {
    const { now } = this.#options;
    if (now() < this.#silentUntil) return;
    const sending = this.#post(this.#envelope(report, times))
      .catch((error: unknown) => this.#noteAway(error))
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  async #post(body: string): Promise<void> {
    const { dsn, log, now } = this.#options;
    const answer = await fetch(dsn.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-sentry-envelope',
        'x-sentry-auth': `Sentry sentry_version=7, sentry_client=asbuilt/1, sentry_key=${dsn.publicKey}`,
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    await answer.arrayBuffer();
    if (answer.status === 429) this.#silentUntil = now() + 1000 * (Number(answer.headers.get('retry-after')) || 60);
    else if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    if (this.#isAway) log.info({ receiver: dsn.url.host }, 'Errors are told again.');
    this.#isAway = false;
  }

  /** Told once, and then not until it was back. */
  #noteAway(error: unknown): void {
    const { dsn, log } = this.#options;
    const reason = messageOf(error);
    if (!this.#isAway) log.warn({ receiver: dsn.url.host, reason }, 'Errors cannot be told.');
    this.#isAway = true;
  }

  #envelope(report: ErrorReport, times: number): string {
    const { dsn, environment, release, now, random } = this.#options;
    const eventId = newTraceId(random);
    const { traceId, spanId } = report;
    const event = {
      event_id: eventId,
      timestamp: now() / 1000,
      platform: 'other',
      level: report.level,
      logger: 'asbuilt',
      environment,
      ...(release && { release }),
      message: { formatted: report.message },
      fingerprint: report.group,
      tags: report.tags,
      extra: { times },
      ...(traceId && spanId && { contexts: { trace: { trace_id: traceId, span_id: spanId } } }),
      sdk: { name: 'asbuilt', version: '1' },
    };
    const payload = JSON.stringify(event);
    const header = { event_id: eventId, sent_at: new Date(now()).toISOString(), dsn: dsn.dsn };
    const item = { type: 'event', length: Buffer.byteLength(payload), content_type: 'application/json' };
    return `${JSON.stringify(header)}\n${JSON.stringify(item)}\n${payload}\n`;
  }
}
