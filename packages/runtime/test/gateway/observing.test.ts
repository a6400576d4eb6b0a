import type http from 'node:http';
import net from 'node:net';
import { expect, test } from 'vitest';
import { ask, breaker, openEdge, sleep, startService, startTcpService } from './kit.ts';

/** What the edge has counted of what its policies would have done. */
function wouldHave(edge: { lines: () => readonly Record<string, unknown>[] }): unknown[] {
  return edge.lines().flatMap(({ msg, policy }) => (msg === 'request' && policy !== undefined ? [policy] : []));
}

test('an edge that only watches lets a late answer through, and says that it would have given up', async () => {
  const service = await startService((_request, response) => void setTimeout(() => response.end('late'), 150));
  const edge = await openEdge({ target: service.target, timeoutMs: 50, observed: true });
  const answer = await ask(edge);
  expect([answer.status, answer.body]).toEqual([200, 'late']);
  expect(wouldHave(edge)).toEqual(['would=timeout']);
  expect(edge.status()).toMatchObject({ observed: true, timeoutMs: 50, breaker: 'none', requests: 1, failures: 0 });
});

test('it passes failures on as they come, each of them once, and says when the breaker would have refused', async () => {
  let calls = 0;
  const service = await startService((_request, response) => {
    calls += 1;
    response.writeHead(calls > 4 ? 200 : 503).end();
  });
  const plan = { breaker: { ...breaker, opensAfterFailures: 3 }, retry: { retries: 2, baseMs: 1, capMs: 1 } };
  const edge = await openEdge({ target: service.target, observed: true, ...plan });
  const statuses = [];
  for (let call = 0; call < 4; call += 1) statuses.push((await ask(edge)).status);
  expect([statuses, calls]).toEqual([[503, 503, 503, 503], 4]);
  edge.pass(30_000);
  const trial = await ask(edge);
  expect([trial.status, trial.headers['asbuilt-policy']]).toEqual([200, undefined]);
  await ask(edge);
  expect(wouldHave(edge)).toEqual(['would=retry', 'would=retry', 'would=retry', 'would=breaker-open, would=retry']);
});

test('it refuses no call for want of a place, and says how many it would have refused', async () => {
  const held: http.ServerResponse[] = [];
  const service = await startService((_request, response) => {
    held.push(response);
    if (held.length === 5) for (const each of held) each.end();
  });
  const edge = await openEdge({ target: service.target, observed: true, concurrency: 2 });
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask(edge)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(wouldHave(edge)).toEqual(['would=shed', 'would=shed', 'would=shed']);
});

test('on a TCP edge that only watches, connections are neither limited nor ended', async () => {
  const service = await startTcpService((socket) => socket.pipe(socket));
  const edge = await openEdge({
    target: service.target,
    protocol: 'tcp',
    observed: true,
    connections: 1,
    idleTimeoutMs: 50,
  });
  const clients = [0, 1].map(() => net.connect(edge.port, edge.host));
  await sleep(150);
  for (const client of clients) {
    client.write('still here');
    const [echo]: unknown[] = await new Promise((resolve) => client.once('data', (...args) => resolve(args)));
    expect(String(echo)).toBe('still here');
    client.destroy();
  }
});
