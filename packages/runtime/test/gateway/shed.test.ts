import type http from 'node:http';
import { expect, test } from 'vitest';
import { ask, breaker, openEdge, send, startService, until } from './kit.ts';

/** A service that keeps its callers waiting until it is told to answer. */
async function startWaiting() {
  const waiting: http.ServerResponse[] = [];
  const service = await startService((_request, response) => void waiting.push(response));
  const answerAll = (): void => {
    for (const response of waiting.splice(0)) response.end('ok');
  };
  return { service, waiting, answerAll };
}

test('calls beyond what the callee is laid out for are shed at once, and it does not see them', async () => {
  const { service, waiting, answerAll } = await startWaiting();
  const edge = await openEdge({
    target: service.target,
    concurrency: 2,
    breaker: { ...breaker, opensAfterFailures: 1 },
  });
  const inside = [ask(edge), ask(edge)];
  await until(() => waiting.length === 2, 'two calls are with the callee');
  const shed = await ask(edge);
  expect(shed.status).toBe(503);
  expect(shed.headers).toMatchObject({ 'asbuilt-policy': 'shed=concurrency', 'retry-after': '1' });
  expect(shed.body).toContain('as many calls as it is laid out for (2 at a time)');
  expect(shed.ms).toBeLessThan(1000);
  expect(waiting).toHaveLength(2);
  answerAll();
  expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200]);
  // The callee was not asked, so its breaker stays closed; but whoever asked was failed.
  expect(edge.status()).toMatchObject({ requests: 3, failures: 1, breaker: 'closed' });
  expect(await edge.options.telemetry.metrics.text()).toMatch(/policy_acts_total\{.*policy="shed=concurrency"\} 1/);
});

test('places come back: after answers, failures, clients that leave, and calls that took too long', async () => {
  const { service, waiting, answerAll } = await startWaiting();
  const edge = await openEdge({ target: service.target, concurrency: 3, timeoutMs: 300 });
  const places = (): number => edge.options.bulkhead?.taken ?? -1;
  for (let round = 0; round < 5; round += 1) {
    const answered = ask(edge);
    const leaving = new AbortController();
    const left = send(edge, { signal: leaving.signal, agent: false });
    const late = ask(edge);
    await until(() => places() === 3 && waiting.length === 3, 'all places are taken');
    waiting[0]?.destroy();
    leaving.abort();
    await expect(left).rejects.toThrow('aborted');
    expect(await Promise.all([answered, late])).toHaveLength(2);
    await until(() => places() === 0, 'all places are free');
    answerAll();
  }
});

test('a call that is tried again keeps its place, and takes no other', async () => {
  let seen = 0;
  const service = await startService((_request, response) => {
    seen += 1;
    response.writeHead(seen < 3 ? 503 : 200).end();
  });
  const edge = await openEdge({
    target: service.target,
    concurrency: 1,
    retry: { retries: 2, baseMs: 1, capMs: 1 },
  });
  const answer = await ask(edge);
  expect([answer.status, seen, answer.headers['asbuilt-policy']]).toEqual([200, 3, 'retry=2']);
  expect(edge.options.bulkhead?.taken).toBe(0);
});

test('a service that slows down under load goes on answering as much as it can', { timeout: 30_000 }, async () => {
  const placesOfService = 8;
  let working = 0;
  const service = await startService((_request, response) => {
    working += 1;
    // Beyond its places all of its work takes longer: the more, the less of it gets done.
    const ms = 20 * Math.max(1, working / placesOfService) ** 2;
    setTimeout(() => {
      working -= 1;
      response.end();
    }, ms);
  });
  const edge = await openEdge({ target: service.target, concurrency: placesOfService });
  const goodIn = async (clients: number): Promise<number> => {
    const end = performance.now() + 1500;
    let good = 0;
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < end) {
          const { status } = await ask(edge);
          if (status === 200) good += 1;
          else await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }),
    );
    return good;
  };
  const peak = await goodIn(placesOfService);
  const overloaded = await goodIn(3 * placesOfService);
  expect(overloaded).toBeGreaterThan(0.7 * peak);
});
