import { expect, test } from 'vitest';
import { networkOf } from '#gateway/entry/client-address';
import { ask, openEdge, startService, until } from './kit.ts';

const guard = { trustedProxies: 0, rateLimit: { requests: 3, perMs: 3_600_000 } };

test('more requests than stated are answered 429, and the service does not see them', async () => {
  let seen = 0;
  const service = await startService((_request, response) => {
    seen += 1;
    response.end();
  });
  const edge = await openEdge({ target: service.target, guard });
  const answers = [await ask(edge), await ask(edge), await ask(edge), await ask(edge)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(answers.map(({ headers }) => headers['ratelimit'])).toEqual([
    // Twenty minutes for each; a few seconds less on a machine that is slow.
    expect.stringMatching(/^"entry";r=2;t=(?:1200|11\d\d)$/),
    expect.stringMatching(/^"entry";r=1;t=(?:2400|23\d\d)$/),
    expect.stringMatching(/^"entry";r=0;t=(?:3600|35\d\d)$/),
    expect.stringMatching(/^"entry";r=0;t=(?:3600|35\d\d)$/),
  ]);
  const [, , , refused] = answers;
  expect(refused?.headers).toMatchObject({
    'ratelimit-policy': '"entry";q=3;w=3600',
    'retry-after': expect.stringMatching(/^(?:1200|11\d\d)$/),
    'asbuilt-policy': 'rate-limit=exceeded',
    'content-type': 'application/problem+json',
  });
  expect(refused?.body).toContain('urn:asbuilt:problem:rate-limited');
  expect(seen).toBe(3);
});

test('who was refused is no failure of the service, and is in log and metrics', async () => {
  const service = await startService((_request, response) => void response.end());
  const edge = await openEdge({
    target: service.target,
    guard: { ...guard, rateLimit: { requests: 1, perMs: 60_000 } },
  });
  await ask(edge);
  await ask(edge);
  expect(edge.status()).toMatchObject({ requests: 2, failures: 0 });
  expect(edge.options.ledger.totals('API', 0, edge.options.now() + 60_000)).toMatchObject({ good: 1, bad: 0 });
  await until(() => edge.lines().length === 2, 'two lines of log');
  expect(edge.lines()[1]).toMatchObject({ status: 429, policy: 'rate-limit=exceeded' });
  expect(await edge.options.telemetry.metrics.text()).toMatch(
    /asbuilt_edge_policy_acts_total\{.*policy="rate-limit=exceeded"\} 1/,
  );
});

test('who waits as long as told is let in', async () => {
  const service = await startService((_request, response) => void response.end());
  const edge = await openEdge({ target: service.target, guard });
  for (let request = 0; request < 4; request += 1) await ask(edge);
  edge.pass(1_200_000);
  expect((await ask(edge)).status).toBe(200);
  expect((await ask(edge)).status).toBe(429);
});

test('behind trusted proxies each client is counted, and nobody escapes by making up addresses', async () => {
  const service = await startService((_request, response) => void response.end());
  const rateLimit = { requests: 1, perMs: 60_000 };
  const edge = await openEdge({ target: service.target, guard: { trustedProxies: 1, rateLimit } });
  const from = async (forwarded: string) => (await ask(edge, { headers: { 'x-forwarded-for': forwarded } })).status;
  expect(await from('192.0.2.1')).toBe(200);
  expect(await from('192.0.2.2')).toBe(200);
  expect(await from('203.0.113.9, 192.0.2.1')).toBe(429);
  const open = await openEdge({ target: service.target, guard: { trustedProxies: 0, rateLimit } });
  await ask(open, { headers: { 'x-forwarded-for': '192.0.2.1' } });
  expect((await ask(open, { headers: { 'x-forwarded-for': '192.0.2.2' } })).status).toBe(429);
});

test('an edge without a rate limit says nothing of one', async () => {
  const service = await startService((_request, response) => void response.end());
  const edge = await openEdge({ target: service.target });
  expect((await ask(edge)).headers).not.toHaveProperty('ratelimit');
});

test('an IPv6 subscriber is one, whatever addresses the network has', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:DB8:1:2::9')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8::9')).toBe('2001:db8:0:0::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
});
