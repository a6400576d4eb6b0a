import http from 'node:http';
import { describe, expect, test } from 'vitest';
import { ask, breaker, freePort, openEdge, startService, type TestEdge, until } from './kit.ts';

/** A service whose status a test may change, and which counts what reaches it. */
async function statusService(
  status: number,
): Promise<{ status: number; calls: number; target: () => { host: string; port: number } }> {
  const state = { status, calls: 0 };
  const service = await startService((_request, response) => {
    state.calls += 1;
    response.writeHead(state.status).end();
  });
  return Object.assign(state, { target: service.target });
}

async function askTimes(edge: TestEdge, times: number): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < times; index += 1) statuses.push((await ask(edge)).status);
  return statuses;
}

describe('the circuit breaker of an edge', () => {
  test('opens at exactly the stated failure, and from then on the callee is left alone', async () => {
    const service = await statusService(500);
    const edge = await openEdge({ target: service.target, breaker });
    expect(await askTimes(edge, 4)).toEqual([500, 500, 500, 500]);
    expect(edge.status().breaker).toBe('closed');
    expect(await askTimes(edge, 3)).toEqual([500, 503, 503]);
    expect(edge.status().breaker).toBe('open');
    expect(service.calls).toBe(5);
  });

  test('answers by itself while it is open, and says by which policy and for how long', async () => {
    const service = await statusService(500);
    const edge = await openEdge({ target: service.target, breaker });
    await askTimes(edge, 5);
    edge.pass(9_500);
    const answer = await ask(edge);
    expect(service.calls).toBe(5);
    expect(answer.headers).toMatchObject({
      'asbuilt-policy': 'breaker=open',
      // 21 s, or less on a machine that is slow.
      'retry-after': expect.stringMatching(/^(?:1\d|2[01])$/),
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    });
    expect(JSON.parse(answer.body)).toEqual({
      type: 'urn:asbuilt:problem:breaker-open',
      title: 'Service Unavailable',
      status: 503,
      detail: `API failed 5 times in a row, so the circuit breaker refuses calls. Try again in ${answer.headers['retry-after']} s.`,
      edge: 'Web → API',
      policy: 'breaker=open',
      requestId: answer.headers['x-request-id'],
    });
  });

  test('lets one trial through when its time is up, and closes when it succeeds', async () => {
    const service = await statusService(500);
    const edge = await openEdge({ target: service.target, breaker });
    await askTimes(edge, 5);
    service.status = 200;
    edge.pass(10_000);
    expect(await askTimes(edge, 1)).toEqual([503]);
    edge.pass(20_000);
    expect(edge.status().breaker).toBe('half-open');
    expect(await askTimes(edge, 3)).toEqual([200, 200, 200]);
    expect(edge.status().breaker).toBe('closed');
  });

  test('refuses everybody else while the trial runs', async () => {
    let hold: http.ServerResponse | undefined;
    let fails = true;
    const service = await startService((_request, response) => {
      if (fails) response.writeHead(500).end();
      else hold = response;
    });
    const edge = await openEdge({ target: service.target, breaker });
    await askTimes(edge, 5);
    fails = false;
    edge.pass(30_000);
    const trial = ask(edge);
    await until(() => hold !== undefined, 'the trial reaches the callee');
    expect(await askTimes(edge, 2)).toEqual([503, 503]);
    hold?.end('fine');
    expect((await trial).status).toBe(200);
    expect(edge.status().breaker).toBe('closed');
  });

  test('opens again for its whole time when the trial fails', async () => {
    const service = await statusService(500);
    const edge = await openEdge({ target: service.target, breaker });
    await askTimes(edge, 5);
    edge.pass(30_000);
    expect(await askTimes(edge, 2)).toEqual([500, 503]);
    edge.pass(10_000);
    expect(await askTimes(edge, 1)).toEqual([503]);
    expect(service.calls).toBe(6);
  });

  test('tells of each change in the log and in the metrics', async () => {
    const service = await statusService(500);
    const edge = await openEdge({ target: service.target, breaker });
    const gauge = async (): Promise<string | undefined> =>
      /^asbuilt_breaker_state\{.*\} (.*)$/m.exec(await edge.options.telemetry.metrics.text())?.[1];
    expect(await gauge()).toBe('0');
    await askTimes(edge, 5);
    expect(await gauge()).toBe('2');
    service.status = 200;
    edge.pass(30_000);
    expect(await gauge()).toBe('1');
    await askTimes(edge, 1);
    expect(await gauge()).toBe('0');
    const changes = edge.lines().filter((line) => 'breaker' in line);
    expect(changes.map(({ level, breaker: state, edge: name }) => [level, state, name])).toEqual([
      ['warn', 'open', 'Web → API'],
      ['info', 'half-open', 'Web → API'],
      ['info', 'closed', 'Web → API'],
    ]);
  });
});

describe('what counts as a failure of the callee', () => {
  test('refused connections do', async () => {
    const port = await freePort();
    const edge = await openEdge({ target: () => ({ host: '127.0.0.1', port }), breaker });
    expect(await askTimes(edge, 6)).toEqual([502, 502, 502, 502, 502, 503]);
  });

  test('connections that break before the answer do', async () => {
    const service = await startService((request) => void request.socket.destroy());
    const edge = await openEdge({ target: service.target, breaker });
    expect(await askTimes(edge, 6)).toEqual([502, 502, 502, 502, 502, 503]);
  });

  test('timeouts do', async () => {
    const service = await startService(() => undefined);
    const edge = await openEdge({ target: service.target, breaker, timeoutMs: 30 });
    expect(await askTimes(edge, 6)).toEqual([504, 504, 504, 504, 504, 503]);
  });

  test('a service that is not up is not called: it fails the call, and opens nothing', async () => {
    const edge = await openEdge({ target: () => undefined, breaker });
    expect(await askTimes(edge, 5)).toEqual([503, 503, 503, 503, 503]);
    expect(edge.status()).toMatchObject({ breaker: 'closed', failures: 5 });
  });

  test('answers that blame the client do not', async () => {
    const service = await statusService(404);
    const edge = await openEdge({ target: service.target, breaker });
    await askTimes(edge, 10);
    expect(edge.status()).toMatchObject({ breaker: 'closed', failures: 0 });
  });

  test('clients that leave do not, and a trial whose client left is made anew', async () => {
    let status: number | undefined;
    const service = await startService((_request, response) => {
      if (status !== undefined) response.writeHead(status).end();
    });
    const edge = await openEdge({ target: service.target, breaker });
    const leave = async (): Promise<void> => {
      const client = http.get({ host: edge.host, port: edge.port, agent: false });
      client.on('error', () => undefined);
      await until(() => service.connections() > 0 && edge.status().inFlight === 1, 'the call runs');
      client.destroy();
      await until(() => edge.status().inFlight === 0, 'the call is over');
    };
    for (let index = 0; index < 6; index += 1) await leave();
    expect(edge.status()).toMatchObject({ breaker: 'closed', failures: 0 });
    status = 500;
    await askTimes(edge, 5);
    edge.pass(30_000);
    status = undefined;
    await leave();
    status = 200;
    expect(await askTimes(edge, 1)).toEqual([200]);
  });

  test('a success that comes late, of a call from before it opened, does not close it', async () => {
    let late: http.ServerResponse | undefined;
    const service = await startService((request, response) => {
      if (request.url === '/late') late = response;
      else response.writeHead(500).end();
    });
    const edge = await openEdge({ target: service.target, breaker });
    const early = ask(edge, { path: '/late' });
    await until(() => late !== undefined, 'the early call reaches the callee');
    await askTimes(edge, 5);
    late?.end('fine');
    expect((await early).status).toBe(200);
    expect(edge.status().breaker).toBe('open');
  });
});
