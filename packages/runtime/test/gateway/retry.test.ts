import { expect, test } from 'vitest';
import { type Ask, ask, breaker, freePort, openEdge, startService, type TestService, until } from './kit.ts';

const retry = { retries: 2, baseMs: 20, capMs: 50 };

/** Answers with these statuses one after the other, and with the last one from then on. */
async function sequence(...statuses: readonly number[]): Promise<TestService & { calls: () => number }> {
  let calls = 0;
  const service = await startService((_request, response) => {
    const status = statuses[Math.min(calls, statuses.length - 1)] ?? 500;
    calls += 1;
    response.writeHead(status).end(`answer ${calls}`);
  });
  return { ...service, calls: () => calls };
}

test('a GET is tried again after 502, 503 and 504, and the answer says how often', async () => {
  const service = await sequence(503, 502, 200);
  const edge = await openEdge({ target: service.target, retry });
  const answer = await ask(edge);
  expect(answer).toMatchObject({ status: 200, body: 'answer 3' });
  expect(answer.headers['asbuilt-policy']).toBe('retry=2');
  expect(edge.status()).toMatchObject({ requests: 1, failures: 0 });
});

test('the last failure is passed on when the tries are used up', async () => {
  const service = await sequence(503);
  const edge = await openEdge({ target: service.target, retry });
  expect(await ask(edge)).toMatchObject({ status: 503, body: 'answer 3' });
  expect(service.calls()).toBe(3);
});

test('a 500 is not tried again: it is an answer, not an outage', async () => {
  const service = await sequence(500);
  const edge = await openEdge({ target: service.target, retry });
  expect((await ask(edge)).status).toBe(500);
  expect(service.calls()).toBe(1);
});

test('a callee that says when to come back is not asked earlier', async () => {
  let calls = 0;
  const service = await startService((_request, response) => {
    calls += 1;
    response.writeHead(503, { 'retry-after': '7' }).end();
  });
  const edge = await openEdge({ target: service.target, retry });
  expect((await ask(edge)).headers['retry-after']).toBe('7');
  expect(calls).toBe(1);
});

const chunked = { 'transfer-encoding': 'chunked' };

test.each<[string, Ask]>([
  ['a POST', { method: 'POST' }],
  [
    'a POST with a key by which a service could tell',
    { method: 'POST', headers: { 'idempotency-key': '"7"' }, body: 'x' },
  ],
  ['a PATCH', { method: 'PATCH' }],
  ['a PUT whose body has passed', { method: 'PUT', body: 'x' }],
  ['a DELETE whose body has passed', { method: 'DELETE', headers: chunked, body: 'x' }],
  ['a GET whose body has passed', { method: 'GET', headers: chunked, body: 'x' }],
])('%s is not tried again', async (_, asked) => {
  const service = await sequence(503, 200);
  const edge = await openEdge({ target: service.target, retry });
  expect((await ask(edge, asked)).status).toBe(503);
  expect(service.calls()).toBe(1);
});

test.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])('a %s without a body is', async (method) => {
  const service = await sequence(503, 200);
  const edge = await openEdge({ target: service.target, retry });
  expect((await ask(edge, { method })).status).toBe(200);
  expect(service.calls()).toBe(2);
});

test('a connection that is refused is tried again until somebody listens', async () => {
  const port = await freePort();
  let tries = 0;
  const target = (): { host: string; port: number } => {
    tries += 1;
    return { host: '127.0.0.1', port };
  };
  const edge = await openEdge({ target, retry: { retries: 50, baseMs: 500, capMs: 500 } });
  const asking = ask(edge);
  await until(() => tries > 1, 'it tries again');
  await startService((_request, response) => void response.end('up'), port);
  const answer = await asking;
  expect(answer).toMatchObject({ status: 200, body: 'up' });
  expect(answer.headers['asbuilt-policy']).toMatch(/^retry=\d+$/);
});

test('no try begins that the deadline would cut off', async () => {
  const service = await sequence(503);
  const edge = await openEdge({
    target: service.target,
    timeoutMs: 60_000,
    retry: { retries: 5, baseMs: 1e12, capMs: 1e12 },
  });
  const answer = await ask(edge);
  expect(answer.status).toBe(503);
  expect(answer.ms).toBeLessThan(30_000);
  expect(service.calls()).toBe(1);
});

test('a call whose time is up is not tried again, not even when its timer fires a little early', async () => {
  let calls = 0;
  const service = await startService(() => {
    calls += 1;
  });
  const edge = await openEdge({ target: service.target, timeoutMs: 30, retry: { retries: 5, baseMs: 0, capMs: 0 } });
  const answers = await Promise.all(Array.from({ length: 200 }, () => ask(edge)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([504]));
  expect(calls).toBeLessThanOrEqual(200);
  expect(edge.status()).toMatchObject({ requests: 200, inFlight: 0 });
});

test('the breaker counts every try, and ends them when it opens', async () => {
  const service = await sequence(503);
  const edge = await openEdge({ target: service.target, retry: { ...retry, retries: 9 }, breaker });
  const answer = await ask(edge);
  expect(answer.status).toBe(503);
  expect(answer.headers['asbuilt-policy']).toBe('retry=5, breaker=open');
  expect(service.calls()).toBe(5);
});

test('all calls together spend no more on retries than the budget of the edge', async () => {
  let seen = 0;
  const service = await startService((_request, response) => {
    seen += 1;
    response.writeHead(503).end();
  });
  const edge = await openEdge({ target: service.target, retry: { retries: 9, baseMs: 0, capMs: 0 } });
  const begun = performance.now();
  const policies: unknown[] = [];
  for (let call = 0; call < 40; call += 1) policies.push((await ask(edge)).headers['asbuilt-policy']);
  const free = 100 + 0.2 * 40 + (performance.now() - begun) / 100;
  expect(seen - 40).toBeGreaterThanOrEqual(100);
  expect(seen - 40).toBeLessThanOrEqual(free + 1);
  expect(policies[0]).toBe('retry=9');
  expect(policies.at(-1)).toContain('retry-budget=spent');
});
