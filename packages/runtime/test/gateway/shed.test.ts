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
  expect(waiting).toHaveLength(2);
  answerAll();
  expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200]);
  // The callee was not asked, so its breaker stays closed; but whoever asked was failed.
  expect(edge.status()).toMatchObject({ requests: 3, failures: 1, breaker: 'closed' });
  expect(await edge.options.telemetry.metrics.text()).toMatch(/policy_acts_total\{.*policy="shed=concurrency"\} 1/);
});

test('places come back: after answers, failures, clients that leave, and calls that took too long', async () => {
  const { service, waiting, answerAll } = await startWaiting();
  const edge = await openEdge({ target: service.target, concurrency: 3, timeoutMs: 1500 });
  const places = (): number => edge.options.bulkhead?.taken ?? -1;
  for (let round = 0; round < 3; round += 1) {
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

test('a service never has more to do than it can, however much is asked, and all who ask again get their answers', async () => {
  const placesOfService = 8;
  const refused = new Set<number>();
  let working = 0;
  let most = 0;
  const service = await startService((_request, response) => {
    working += 1;
    most = Math.max(most, working);
    // The first ones last until somebody is refused, however slowly the others come.
    void until(() => refused.size > 0, 'somebody is refused').then(() => {
      working -= 1;
      response.end();
    });
  });
  const edge = await openEdge({ target: service.target, concurrency: placesOfService });
  const askUntilGood = async (): Promise<void> => {
    for (;;) {
      const { status } = await ask(edge);
      if (status === 200) return;
      refused.add(status);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const clients = Array.from({ length: 3 * placesOfService }, async () => {
    for (let call = 0; call < 5; call += 1) await askUntilGood();
  });
  await Promise.all(clients);
  expect([...refused]).toEqual([503]);
  expect(most).toBe(placesOfService);
});
