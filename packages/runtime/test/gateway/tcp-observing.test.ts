import net from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { InstanceSet } from '#gateway/instances';
import { freePort, openEdge, startTcpService, type TestEdge, type TestPlan } from './kit.ts';
import { connected, openPostgresEdge, startPostgres, type TestServer, through } from './postgres/server.ts';

const breaker = { opensAfterFailures: 3, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 };

/** How often each policy would have done something. */
const acts = ({ options }: TestEdge): Promise<Record<string, number>> =>
  options.telemetry.metrics
    .text()
    .then((text) =>
      Object.fromEntries(
        [...text.matchAll(/asbuilt_edge_policy_acts_total\{[^}]*policy="([^"]*)"[^}]*\} (\d+)/g)].map(
          ([, act, times]) => [act, Number(times)],
        ),
      ),
    );

function opened(plan: TestPlan): Promise<TestEdge> {
  return openEdge({ name: 'API → Mail', to: 'Mail', protocol: 'tcp', observed: true, ...plan });
}

async function talk(edge: TestEdge): Promise<string> {
  const client = net.connect(edge.port, edge.host);
  onTestFinished(() => void client.destroy());
  client.on('error', () => undefined).end('hello');
  let got = '';
  client.on('data', (chunk: Buffer) => {
    got += chunk.toString();
  });
  await new Promise((resolve) => void client.once('close', resolve));
  return got;
}

describe('an edge to PostgreSQL that only watches', () => {
  let running: TestServer;
  beforeAll(async () => {
    running = await startPostgres();
  });
  afterAll(() => running.stop());

  test('lets late queries end, says which were late, and when the breaker would have opened', async () => {
    const { server } = running;
    const plan: TestPlan = { observed: true, timeoutMs: 200, breaker };
    const edge = await openPostgresEdge({ target: () => ({ host: server.host, port: server.port }), ...plan });
    const client = await connected(through(edge, server));
    for (let query = 0; query < 3; query += 1)
      expect((await client.query('select pg_sleep(0.5), 1 as n')).rows).toMatchObject([{ n: 1 }]);
    expect((await client.query('select 2 as n')).rows).toEqual([{ n: 2 }]);
    await expect.poll(() => acts(edge)).toEqual({ 'would=timeout': 3, 'would=breaker-open': 1 });
    expect(edge.options.ledger.totals('Database', 0, Number.MAX_SAFE_INTEGER)).toEqual({ good: 4, bad: 0 });
    const lines = edge.lines().filter(({ msg }) => msg === 'call');
    expect(lines.map(({ policy }) => policy)).toEqual([...Array(3).fill('would=timeout'), 'would=breaker-open']);
    expect(edge.lines()).toContainEqual(
      expect.objectContaining({ observed: true, msg: 'The circuit breaker would open: calls would be refused.' }),
    );
    edge.pass(30_000);
    await client.query('select 3 as n');
    expect(edge.lines().at(-1)).toMatchObject({ msg: 'The circuit breaker would close: calls would flow again.' });
  });
});

describe('an edge to anything over TCP that only watches', () => {
  test('says what would have been done about a callee that cannot be reached, and goes on trying', async () => {
    const port = await freePort();
    const retry = { retries: 2, baseMs: 1, capMs: 1 };
    const edge = await opened({ target: () => ({ host: '127.0.0.1', port }), breaker, retry });
    for (let call = 0; call < 4; call += 1) expect(await talk(edge)).toBe('');
    expect(await acts(edge)).toEqual({ 'would=retry': 4, 'would=breaker-open': 1 });
    await startTcpService((socket) => void socket.pipe(socket), port);
    expect(await talk(edge)).toBe('hello');
    expect(await acts(edge)).toMatchObject({ 'would=breaker-open': 2 });
  });

  test('knows of other instances', async () => {
    const there = await startTcpService((socket) => void socket.pipe(socket));
    const instances = new InstanceSet();
    instances.add(1, { host: '127.0.0.1', port: await freePort() });
    instances.add(2, there.address);
    const edge = await opened({ instances, nextInstance: true });
    expect([await talk(edge), await talk(edge)].toSorted()).toEqual(['', 'hello']);
    expect(await acts(edge)).toEqual({ 'would=next-instance': 1 });
  });

  test('lets more clients in than the callee accepts, and says so', async () => {
    const service = await startTcpService(() => undefined);
    const edge = await opened({ target: service.target, connections: 2 });
    const clients = [1, 2, 3].map(() => net.connect(edge.port, edge.host));
    onTestFinished(() => {
      for (const client of clients) client.destroy();
    });
    await expect.poll(() => service.connections()).toBe(3);
    expect(await acts(edge)).toEqual({ 'would=full': 1 });
  });
});
