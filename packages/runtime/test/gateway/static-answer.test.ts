import http from 'node:http';
import type { CachePolicy } from '@asbuilt/core/model';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  ask,
  breaker,
  freePort,
  openEdge,
  startService,
  startTcpService,
  type TestEdge,
  type TestPlan,
} from './kit.ts';

const standsIn = { status: 200, contentType: 'application/json', body: Buffer.from('{"later":true}') };
const page = { ...standsIn, status: 503, contentType: 'text/html', body: Buffer.from('<p>Später') };

const failing =
  (status: number): http.RequestListener =>
  (_, response) =>
    void response.writeHead(status).end('oh no');

/** An edge with something to answer in the place of a service that does this. */
async function covered(handler: http.RequestListener, plan: TestPlan = {}): Promise<TestEdge> {
  const service = await startService(handler);
  return openEdge({ target: service.target, standsIn, ...plan });
}

/** How many calls succeeded and failed, by the callee's ledger. */
function charged({ options }: TestEdge): unknown {
  const { good, bad } = options.ledger.totals('API', 0, Number.MAX_SAFE_INTEGER);
  return { good, bad };
}

const kinds: readonly (readonly [what: string, policy: string, open: () => Promise<TestEdge>])[] = [
  ['answers 500', 'fallback=static', () => covered(failing(500))],
  ['answers 503', 'fallback=static', () => covered(failing(503))],
  ['is not up', 'fallback=static', () => openEdge({ standsIn })],
  [
    'cannot be reached',
    'fallback=static',
    async () => {
      const port = await freePort();
      return openEdge({ standsIn, target: () => ({ host: '127.0.0.1', port }) });
    },
  ],
  [
    'breaks off',
    'fallback=static',
    async () => openEdge({ standsIn, target: (await startTcpService((socket) => void socket.destroy())).target }),
  ],
  ['is too slow', 'timeout=100, fallback=static', () => covered(() => undefined, { timeoutMs: 100 })],
  [
    'fails again when it is tried again',
    'retry=1, fallback=static',
    () => covered(failing(503), { retry: { retries: 1, baseMs: 1, capMs: 1 } }),
  ],
];

describe('a static answer', () => {
  test.each(kinds)('is given when the callee %s', async (_, policy, open) => {
    const edge = await open();
    const answer = await ask(edge);
    expect([answer.status, answer.body]).toEqual([200, '{"later":true}']);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '14',
      'cache-control': 'no-store',
      'asbuilt-policy': policy,
      'x-request-id': expect.stringMatching(/./),
    });
  });

  test('is given while the breaker is open, and all but the client hear of a failure', async () => {
    const edge = await covered(failing(500), { breaker });
    for (let call = 0; call < 5; call += 1) await ask(edge);
    const answer = await ask(edge);
    expect([answer.body, answer.headers['asbuilt-policy']]).toEqual([
      '{"later":true}',
      'breaker=open, fallback=static',
    ]);
    expect(edge.status()).toMatchObject({ breaker: 'open', requests: 6, failures: 6, inFlight: 0 });
    expect(edge.lines().at(-1)).toMatchObject({ level: 'warn', status: 200, policy: 'breaker=open, fallback=static' });
    expect(await edge.options.telemetry.metrics.text()).toMatch(
      /^asbuilt_edge_policy_acts_total\{.*policy="fallback=static"\} 6$/m,
    );
    expect(charged(edge)).toEqual({ good: 0, bad: 6 });
  });

  test('is given when the callee has as many calls as it is laid out for', async () => {
    const held: http.ServerResponse[] = [];
    const edge = await covered((_, response) => void held.push(response), { concurrency: 1 });
    const first = ask(edge);
    await expect.poll(() => held.length).toBe(1);
    const second = await ask(edge);
    expect([second.status, second.headers['asbuilt-policy']]).toEqual([200, 'shed=concurrency, fallback=static']);
    held[0]?.end('real');
    expect((await first).body).toBe('real');
  });

  test('has its own status, and no body for HEAD', async () => {
    const edge = await covered(failing(500), { standsIn: page });
    const whole = await ask(edge);
    expect([whole.status, whole.body, whole.headers['content-type']]).toEqual([503, '<p>Später', 'text/html']);
    const head = await ask(edge, { method: 'HEAD' });
    expect([head.status, head.body, head.headers['content-length']]).toEqual([503, '', '10']);
  });

  test.each([
    ['POST', {}, 500],
    ['DELETE', {}, 500],
    ['GET', { connection: 'Upgrade', upgrade: 'websocket' }, 500],
  ] as const)('is not given to %s with %j, whose client must hear of the error', async (method, headers, status) => {
    const edge = await covered(failing(500));
    const answer = await ask(edge, { method, headers });
    expect([answer.status, answer.body]).toEqual([status, 'oh no']);
    expect(answer.headers).not.toHaveProperty('asbuilt-policy');
  });

  test.each([200, 302, 404, 429])('leaves an answer of %i alone', async (status) => {
    const edge = await covered(failing(status));
    const answer = await ask(edge);
    expect([answer.status, answer.body]).toEqual([status, 'oh no']);
    expect(edge.status()).toMatchObject({ failures: 0 });
  });

  test('is not given where the request itself is at fault', async () => {
    const guard = { trustedProxies: 0, rateLimit: { requests: 1, perMs: 60_000 } };
    const edge = await covered(failing(200), { entry: true, guard });
    await ask(edge);
    expect((await ask(edge)).status).toBe(429);
  });

  test('is over once the callee is well, on the same connection', async () => {
    let isWell = false;
    const edge = await covered((_, response) => void response.writeHead(isWell ? 200 : 500).end('real'));
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    expect((await ask(edge, { agent })).body).toBe('{"later":true}');
    isWell = true;
    expect((await ask(edge, { agent })).body).toBe('real');
    expect(charged(edge)).toEqual({ good: 1, bad: 1 });
  });

  test('cannot take the place of an answer that has begun', async () => {
    const edge = await covered((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('part', () => response.destroy());
    });
    await expect(ask(edge)).rejects.toThrow(/aborted|ECONNRESET|socket hang up/);
  });

  test('does nothing on an edge that only watches', async () => {
    const edge = await covered(failing(500), { observed: true });
    expect((await ask(edge)).status).toBe(500);
  });
});

describe('beside a cache', () => {
  const cache: CachePolicy = { tiers: [{ name: 'CDN', ttlMs: 60_000, holds: 'anything' }], staleIfError: true };

  test('an answer that is kept comes first, and others get the static one', async () => {
    let isWell = true;
    const edge = await covered((_, response) => void response.writeHead(isWell ? 200 : 503).end('kept'), {
      cache,
      breaker,
    });
    await ask(edge, { path: '/a' });
    edge.pass(120_000);
    isWell = false;
    const stale = await ask(edge, { path: '/a' });
    expect([stale.body, stale.headers['asbuilt-policy']]).toEqual(['kept', 'fallback=stale']);
    const other = await ask(edge, { path: '/b' });
    expect([other.body, other.headers['asbuilt-policy']]).toEqual(['{"later":true}', 'fallback=static']);
    for (let call = 0; call < 3; call += 1) await ask(edge, { path: '/b' });
    const open = await ask(edge, { path: '/a' });
    expect([open.body, open.headers['asbuilt-policy']]).toEqual(['kept', 'breaker=open, fallback=stale']);
    isWell = true;
    edge.pass(30_000);
    // Nothing of it was kept.
    expect((await ask(edge, { path: '/b' })).body).toBe('kept');
  });

  test('all who wait for the same answer get the static one', async () => {
    let asked = 0;
    const edge = await covered(
      (_, response) => {
        asked += 1;
        setTimeout(() => response.writeHead(500).end(), 100);
      },
      { cache },
    );
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(edge)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 {"later":true}']));
    expect(asked).toBe(1);
    expect(edge.status()).toMatchObject({ requests: 20, failures: 20, inFlight: 0 });
  });
});
