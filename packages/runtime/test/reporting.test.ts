import { expect, test } from 'vitest';
import { eventually, oneService, running, sample } from './sample-system.ts';
import { startReceiver } from './telemetry/receiver.ts';

const profile =
  'http_port: PORT\nenv: staging\nservices:\n  Web: { command: node server.mjs, health: /health, starts_within: 60s }\n';

test('a system whose variables name a collector and a DSN tells them of its calls, failures and crashes, and nothing secret', {
  timeout: 180_000,
}, async () => {
  const collector = await startReceiver();
  const errors = await startReceiver();
  const system = await sample(profile, {
    overview: oneService.overview,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.href,
      OTEL_BSP_SCHEDULE_DELAY: '50',
      SENTRY_DSN: `http://publickey@${errors.url.host}/42`,
    },
  });
  const { entryUrl } = await running(system);
  const headers = { authorization: 'Bearer very-secret', cookie: 'session=very-secret' };
  expect((await fetch(`${entryUrl}/page?token=very-secret`, { headers })).status).toBe(200);
  expect((await fetch(`${entryUrl}/die`, { headers })).status).toBe(502);
  await eventually(() => collector.received.some(({ body }) => body.includes('"/die"')), 60_000);
  const told = (): string => errors.received.map(({ body }) => body).join('');
  await eventually(() => /User → Web: the call failed \([a-z]+\), and was answered 502/.test(told()), 60_000);
  await eventually(() => /"formatted":"Web [^"]*7/.test(told()), 60_000);
  expect(told()).toContain('"environment":"staging"');
  for (const { body } of [...collector.received, ...errors.received]) expect(body).not.toContain('very-secret');
});

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' }, 'OTEL_EXPORTER_OTLP_ENDPOINT is no URL'],
  [{ SENTRY_DSN: 'https://very-secret' }, 'SENTRY_DSN is no DSN'],
])('a variable that cannot be read stops the start with a sentence: %o', async (env, sentence) => {
  const system = await sample(profile, { overview: oneService.overview, env });
  const failure = await running(system).then(String, String);
  expect(failure).toContain(sentence);
  expect(failure).not.toContain('very-secret');
});
