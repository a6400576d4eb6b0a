import { expect, test } from 'vitest';
import { ask, breaker, openEdge, startService, until } from './kit.ts';

const header = 'asbuilt-deadline-ms';

/** A service that answers with the deadline that it was told. */
const startTeller = () => startService((request, response) => void response.end(String(request.headers[header])));

test('a callee is told how long its caller still waits', async () => {
  const service = await startTeller();
  const edge = await openEdge({ target: service.target, timeoutMs: 60_000 });
  const told = Number((await ask(edge)).body);
  expect(told).toBeLessThan(60_000);
  expect(told).toBeGreaterThan(30_000);
});

test('where neither edge nor caller has a deadline, nothing is said', async () => {
  const service = await startTeller();
  const edge = await openEdge({ target: service.target });
  expect((await ask(edge)).body).toBe('undefined');
});

test('a deadline only shrinks along the path', async () => {
  const service = await startTeller();
  const inner = await openEdge({ target: service.target, timeoutMs: 60_000 });
  const between = await startService((request, response) => {
    const left = request.headers[header];
    const headers = typeof left === 'string' ? { [header]: left } : {};
    ask(inner, { headers }).then(
      ({ body }) => response.end(body),
      () => response.destroy(),
    );
  });
  const outer = await openEdge({ target: between.target, timeoutMs: 40_000, entry: true });
  const told = Number((await ask(outer)).body);
  expect(told).toBeLessThan(40_000);
  expect(told).toBeGreaterThan(10_000);
  expect(Number((await ask(inner, { headers: { [header]: '90000' } })).body)).toBeLessThan(60_000);
});

test('a call ends when its caller has no time left, and the callee is not blamed', async () => {
  const service = await startService(() => undefined);
  const edge = await openEdge({
    target: service.target,
    timeoutMs: 60_000,
    breaker: { ...breaker, opensAfterFailures: 1 },
  });
  const answer = await ask(edge, { headers: { [header]: '100' } });
  expect([answer.status, answer.headers['asbuilt-policy']]).toEqual([504, 'deadline=caller']);
  expect(answer.body).toContain('it said that it waits 100 ms');
  expect(answer.ms).toBeGreaterThan(95);
  expect(answer.ms).toBeLessThan(30_000);
  await until(() => service.connections() === 0, 'the call to the callee ends');
  expect(edge.status()).toMatchObject({ failures: 0, breaker: 'closed', inFlight: 0 });
});

test('who has no time left at all is answered without a call', async () => {
  let seen = 0;
  const service = await startService((_request, response) => {
    seen += 1;
    response.end();
  });
  const edge = await openEdge({ target: service.target });
  expect((await ask(edge, { headers: { [header]: '0' } })).status).toBe(504);
  expect(seen).toBe(0);
});

test('nobody outside can set a deadline, and nonsense sets none', async () => {
  const service = await startTeller();
  const entry = await openEdge({ target: service.target, entry: true });
  expect((await ask(entry, { headers: { [header]: '5' } })).body).toBe('undefined');
  const edge = await openEdge({ target: service.target });
  for (const said of ['-1', '1e3', '99999999999', 'soon', '5, 7'])
    expect((await ask(edge, { headers: { [header]: said } })).body).toBe('undefined');
});

test('a pause before a retry that would outlast the caller is not begun', async () => {
  let seen = 0;
  const service = await startService((_request, response) => {
    seen += 1;
    response.writeHead(503).end();
  });
  const edge = await openEdge({ target: service.target, retry: { retries: 5, baseMs: 1e12, capMs: 1e12 } });
  const answer = await ask(edge, { headers: { [header]: '60000' } });
  expect(answer.ms).toBeLessThan(30_000);
  expect([answer.status, seen]).toEqual([503, 1]);
});
