import http from 'node:http';
import net from 'node:net';
import { array, assert, asyncProperty, constant, constantFrom, oneof } from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { InstanceSet } from '#gateway/instances';
import { ask, breaker, openEdge, sleep, startService, startTcpService, type TestEdge, until } from './kit.ts';

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
  expect(wouldHave(edge)).toEqual(['would=retry', 'would=retry', 'would=retry', 'would=breaker-open']);
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

test('it judges each instance by a breaker of its own, and says which calls would have gone to another one', async () => {
  const instances = new InstanceSet();
  const services = [503, 200].map((status) => startService((_, response) => void response.writeHead(status).end()));
  for (const [index, service] of services.entries()) instances.add(index + 1, (await service).address);
  const edge = await openEdge({ instances, observed: true, breaker: { ...breaker, opensAfterFailures: 2 } });
  const statuses = [];
  for (let call = 0; call < 8; call += 1) statuses.push((await ask(edge)).status);
  expect(statuses).toEqual([503, 200, 503, 200, 503, 200, 503, 200]);
  expect(wouldHave(edge)).toEqual(['would=other-instance', 'would=other-instance']);
  expect(edge.lines().filter(({ breaker: said }) => said === 'open')).toMatchObject([
    { observed: true, msg: 'The circuit breaker would open: calls would be refused.' },
  ]);
});

test('it says what it would do about an instance that fails, where another one would be asked', async () => {
  const instances = new InstanceSet();
  const services = [503, 200].map((status) => startService((_, response) => void response.writeHead(status).end()));
  for (const [index, service] of services.entries()) instances.add(index + 1, (await service).address);
  const retry = { retries: 1, baseMs: 1, capMs: 1 };
  const edge = await openEdge({ instances, observed: true, nextInstance: true, retry });
  expect([(await ask(edge)).status, (await ask(edge)).status, (await ask(edge, { method: 'POST' })).status]).toEqual([
    503, 200, 503,
  ]);
  expect(wouldHave(edge)).toEqual(['would=next-instance']);
});

test('calls that hang are judged when their time is up, not when they end', async () => {
  const held: http.ServerResponse[] = [];
  const service = await startService((_request, response) => {
    held.push(response);
    if (held.length > 3) response.end();
  });
  const plan = { timeoutMs: 50, breaker: { ...breaker, opensAfterFailures: 3 } };
  const edge = await openEdge({ target: service.target, observed: true, ...plan });
  const hanging = [ask(edge), ask(edge), ask(edge)];
  await until(() => edge.lines().some(({ breaker: said }) => said === 'open'), 'the breaker would open');
  expect((await ask(edge)).status).toBe(200);
  expect(wouldHave(edge)).toEqual(['would=breaker-open']);
  for (const each of held) each.end();
  await Promise.all(hanging);
  expect(wouldHave(edge)).toEqual(['would=breaker-open', 'would=timeout', 'would=timeout', 'would=timeout']);
});

test('a stream is no late answer, and its beginning tells that the callee is well', async () => {
  const service = await startService((request, response) => {
    if (request.url === '/fails') response.writeHead(503).end();
    else response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
  });
  const plan = { timeoutMs: 50, breaker: { ...breaker, opensAfterFailures: 2 } };
  const edge = await openEdge({ target: service.target, observed: true, ...plan });
  await ask(edge, { path: '/fails' });
  const stream = http.get({ host: edge.host, port: edge.port, agent: false });
  onTestFinished(() => void stream.destroy());
  const [events]: http.IncomingMessage[] = await new Promise((resolve) =>
    stream.once('response', (...got) => resolve(got)),
  );
  events?.on('error', () => undefined).resume();
  await sleep(120);
  await ask(edge, { path: '/fails' });
  await ask(edge, { path: '/fails' });
  stream.destroy();
  await until(() => edge.lines().some(({ path }) => path === '/'), 'the stream is over');
  expect(edge.lines().find(({ path }) => path === '/')).not.toHaveProperty('policy');
  // Had it failed, or told nothing, the last call would have been refused.
  expect(wouldHave(edge)).not.toContain('would=breaker-open');
});

test('it says of exactly those calls that they would be refused which an edge with the same policy refuses', async () => {
  const service = await startService((request, response) => {
    response.writeHead(Number(request.url?.slice(1))).end();
  });
  const plan = { target: service.target, breaker: { ...breaker, opensAfterFailures: 2, closesAfterSuccesses: 2 } };
  const agent = new http.Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const statuses = array(oneof(constantFrom(200, 200, 404, 500, 503), constant('wait' as const)), {
    minLength: 10,
    maxLength: 25,
  });
  await assert(
    asyncProperty(statuses, async (schedule) => {
      const edges = [await openEdge(plan), await openEdge({ ...plan, observed: true })] as const;
      for (const each of schedule) {
        for (const edge of edges) {
          if (each === 'wait') edge.pass(20_000);
          else await ask(edge, { path: `/${each}`, agent });
        }
      }
      const [kept, watched] = edges.map((edge) => refusals(edge));
      await Promise.all(edges.map((edge) => edge.close()));
      expect(watched).toEqual(kept);
    }),
    { numRuns: 15 },
  );
});

/** Which of the calls were refused, or would have been. */
function refusals(edge: TestEdge): boolean[] {
  return edge
    .lines()
    .flatMap(({ msg, policy }) =>
      msg === 'request' ? [typeof policy === 'string' && /breaker[=-]open/.test(policy)] : [],
    );
}

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
