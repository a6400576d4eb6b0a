import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Drills } from '#gateway/drills';
import { hasRedisServer, type RedisServer, startRedis } from '../../redis-server.ts';
import { startReceiver } from '../../telemetry/receiver.ts';
import { freePort, openEdge, type TestEdge, type TestPlan } from '../kit.ts';
import { spansOnce, tracing } from '../spans.ts';
import { raw, totals } from './connection.ts';

const isThere = await hasRedisServer();
const token = 'a token';
const mark = createHmac('sha256', token).update('asbuilt-drill').digest('base64url');

let server: RedisServer;
beforeAll(async () => {
  if (isThere) server = await startRedis();
});
afterAll(async () => {
  if (isThere) await server.stop();
});

function opened(plan: Partial<TestPlan> = {}): Promise<TestEdge> {
  const drills = new Drills();
  drills.trust(token);
  const named = { name: 'API → Cache', from: 'API', to: 'Cache', protocol: 'tcp', wire: 'redis' } as const;
  return openEdge({ ...named, target: () => server, shared: { drills }, ...plan });
}

async function away(plan: Partial<TestPlan> = {}): Promise<TestEdge> {
  const port = await freePort();
  return opened({ target: () => ({ host: '127.0.0.1', port }), ...plan });
}

const drilled = async (edge: TestEdge): Promise<readonly number[]> =>
  [...(await edge.options.telemetry.metrics.text()).matchAll(/^asbuilt_edge_drill_\w+_total\{.*\} (\d+)$/gm)].map(
    ([, count]) => Number(count),
  );

describe.skipIf(!isThere)('commands whose traces are kept', () => {
  test('are spans of a client, by their names and without their arguments', async () => {
    const receiver = await startReceiver();
    const edge = await opened({ reporting: tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url.href }) });
    const client = raw(edge);
    client.send('SET word hunter2\r\nLPUSH word x\r\n');
    const span = await spansOnce(receiver, 2);
    expect(span(0)).toMatchObject({
      kind: 3,
      name: 'SET',
      status: { code: 0 },
      attributes: { 'db.system': 'redis', 'db.operation.name': 'SET', 'asbuilt.edge': 'API → Cache' },
    });
    expect(span(1)).toMatchObject({
      name: 'LPUSH',
      status: { code: 2 },
      attributes: { 'error.type': 'WRONGTYPE', 'db.response.status_code': 'WRONGTYPE' },
    });
    expect(JSON.stringify(receiver.received)).not.toContain('hunter2');
  });
});

describe.skipIf(!isThere)('a drill over an edge that speaks Redis', () => {
  test('is known by its mark, which no server sees, and counted apart', async () => {
    const edge = await opened();
    const client = raw(edge);
    client.send(`ASBUILT.DRILL ${mark}\r\nPING\r\n`);
    await expect.poll(client.got).toBe('+OK\r\n+PONG\r\n');
    const guessed = raw(edge);
    guessed.send(`*2\r\n$13\r\nASBUILT.DRILL\r\n$43\r\n${'x'.repeat(43)}\r\nPING\r\n`);
    await expect.poll(guessed.got).toBe('+OK\r\n+PONG\r\n');
    await expect.poll(() => totals(edge)).toEqual({ good: 1, bad: 0 });
    expect(await drilled(edge)).toEqual([1, 0]);
  });

  test('is told apart when nobody is there, too', async () => {
    const edge = await away();
    const client = raw(edge);
    client.send(`ASBUILT.DRILL ${mark}\r\nPING\r\n`);
    await expect.poll(client.got).toMatch(/^\+OK\r\n-ERR .* cannot be reached\r\n$/);
    expect(await drilled(edge)).toEqual([1, 1]);
    expect(totals(edge)).toEqual({ good: 0, bad: 0 });
  });
});

describe('a connection of Redis whose server is away', () => {
  test('fails as many calls as commands are asked, is over soon, and takes no place meanwhile', async () => {
    const edge = await away({ connections: 1 });
    const [asking, silent] = [raw(edge), raw(edge)];
    asking.send('GET a\r\nGET b\r\n');
    await expect.poll(asking.got).toMatch(/^(?:-ERR edge "API → Cache": Cache cannot be reached\r\n){2}$/);
    expect(edge.status()).toMatchObject({ requests: 2, failures: 2 });
    await expect.poll(() => totals(edge)).toEqual({ good: 0, bad: 2 });
    const begun = performance.now();
    await expect.poll(() => [asking.isOver(), silent.isOver()], { timeout: 60_000 }).toEqual([true, true]);
    expect(performance.now() - begun).toBeLessThan(9000);
    expect(silent.got()).toBe('');
    expect(edge.status()).toMatchObject({ requests: 2, failures: 2, connections: 0 });
  });
});
