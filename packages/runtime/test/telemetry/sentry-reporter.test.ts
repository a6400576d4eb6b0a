import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import type { ErrorReport } from '#telemetry/error-reporter';
import { openLogger } from '#telemetry/logger';
import { readSentryDsn } from '#telemetry/sentry-dsn';
import { SentryReporter } from '#telemetry/sentry-reporter';
import { type Receiver, startReceiver } from './receiver.ts';

const envelopeHeader = z.object({
  event_id: z.string().regex(/^[0-9a-f]{32}$/),
  sent_at: z.iso.datetime(),
  dsn: z.url(),
});
const itemHeader = z.object({ type: z.literal('event'), length: z.number() });
const event = z.object({
  event_id: z.string(),
  timestamp: z.number(),
  level: z.enum(['error', 'fatal']),
  environment: z.string(),
  message: z.object({ formatted: z.string() }),
  fingerprint: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  extra: z.object({ times: z.number() }),
  contexts: z.object({ trace: z.object({ trace_id: z.string(), span_id: z.string() }) }).optional(),
});

/** The events of envelopes, read as the protocol has them: a header, then items whose lengths their own headers say. */
function eventsOf({ received }: Receiver): readonly z.infer<typeof event>[] {
  return received.map(({ body }) => {
    const [header = '', item = '', ...rest] = body.split('\n');
    const { event_id: id } = envelopeHeader.parse(JSON.parse(header));
    const { length } = itemHeader.parse(JSON.parse(item));
    const payload = Buffer.from(rest.join('\n')).subarray(0, length).toString();
    const read = event.parse(JSON.parse(payload));
    expect(read.event_id).toBe(id);
    return read;
  });
}

const failed: ErrorReport = {
  group: ['call', 'Web → API', '502', 'unreachable'],
  message: 'Web → API: the call failed (unreachable), and was answered 502',
  level: 'error',
  tags: { edge: 'Web → API' },
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
};

function reporterTo(url: URL, lines: string[] = []): SentryReporter {
  const reporter = new SentryReporter({
    dsn: readSentryDsn(`http://publickey@${url.host}/42`),
    environment: 'test',
    log: openLogger({ level: 'info', sink: { write: (line) => void lines.push(line) } }),
    now: Date.now,
    random: Math.random,
  });
  onTestFinished(() => reporter.close());
  return reporter;
}

describe('errors in the protocol of Sentry', () => {
  test('are envelopes with an event each, sent with the key of the project', async () => {
    const receiver = await startReceiver();
    reporterTo(receiver.url).report(failed);
    await expect.poll(() => receiver.received.length, { timeout: 60_000 }).toBe(1);
    expect(receiver.received[0]).toMatchObject({
      path: '/api/42/envelope/',
      headers: {
        'content-type': 'application/x-sentry-envelope',
        'x-sentry-auth': expect.stringContaining('sentry_key=publickey'),
      },
    });
    expect(eventsOf(receiver)).toEqual([
      expect.objectContaining({
        level: 'error',
        environment: 'test',
        message: { formatted: failed.message },
        fingerprint: failed.group,
        tags: failed.tags,
        extra: { times: 1 },
        contexts: { trace: { trace_id: failed.traceId, span_id: failed.spanId } },
      }),
    ]);
  });

  test('of a burst are one event at once, and one with their number later', async () => {
    const receiver = await startReceiver();
    const reporter = reporterTo(receiver.url);
    for (let index = 0; index < 1000; index += 1) reporter.report(failed);
    await reporter.close();
    await expect
      .poll(() =>
        eventsOf(receiver)
          .map(({ extra }) => extra.times)
          .toSorted((a, b) => a - b),
      )
      .toEqual([1, 999]);
  });

  test('of more kinds than can be told are dropped', async () => {
    const receiver = await startReceiver();
    const reporter = reporterTo(receiver.url);
    for (let index = 0; index < 200; index += 1) reporter.report({ ...failed, group: [String(index)] });
    await reporter.close();
    await expect.poll(() => receiver.received).toHaveLength(50);
  });

  test('are kept back while the receiver asks for silence', async () => {
    const receiver = await startReceiver();
    receiver.answerWith(429, { 'retry-after': '60' });
    const reporter = reporterTo(receiver.url);
    reporter.report(failed);
    await expect.poll(() => receiver.received.length, { timeout: 60_000 }).toBe(1);
    // The answer has to be read, too.
    await vi.waitFor(async () => {
      reporter.report({ ...failed, group: [String(Math.random())] });
      const before = receiver.received.length;
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
      expect(receiver.received.length).toBe(before);
    }, 60_000);
    const before = receiver.received.length;
    for (let index = 0; index < 20; index += 1) reporter.report({ ...failed, group: [`later ${index}`] });
    await reporter.close();
    expect(receiver.received).toHaveLength(before);
  });

  test('cannot be told where nobody listens: that is logged once, without the key', async () => {
    const lines: string[] = [];
    const reporter = reporterTo(new URL('http://127.0.0.1:1'), lines);
    for (let index = 0; index < 20; index += 1) reporter.report({ ...failed, group: [String(index)] });
    await reporter.close();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('Errors cannot be told.');
    expect(lines[0]).not.toContain('publickey');
  });
});

describe('a DSN', () => {
  test.each([
    ['https://key@errors.example.com/42', 'https://errors.example.com/api/42/envelope/'],
    [
      'https://key:secret@errors.example.com:9000/some/path/7',
      'https://errors.example.com:9000/some/path/api/7/envelope/',
    ],
  ])('%s names %s', (text, url) => {
    expect(readSentryDsn(text).url.href).toBe(url);
    expect(readSentryDsn(text).dsn).not.toContain('secret');
  });

  test.each([
    '',
    'errors.example.com/42',
    'https://errors.example.com/42',
    'https://key@errors.example.com/',
    'ftp://key@a/1',
  ])('is not %j, and the text is not repeated', (text) => {
    expect(() => readSentryDsn(text)).toThrow(/^SENTRY_DSN is no DSN: copy it whole/);
  });
});
