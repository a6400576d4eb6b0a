import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Drills } from '#gateway/drills';
import { startReceiver } from '../../telemetry/receiver.ts';
import { freePort, type TestEdge, type TestPlan } from '../kit.ts';
import { spansOf, spansOnce, tracing } from '../spans.ts';
import { connected, failure, openPostgresEdge, startPostgres, type TestServer, through } from './server.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startPostgres();
}, 60_000);
afterAll(() => running.stop());

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentSpanId = 'b7ad6b7169203331';
const comment = `/*traceparent='00-${traceId}-${parentSpanId}-01'*/`;
const token = 'a token';
const mark = createHmac('sha256', token).update('asbuilt-drill').digest('base64url');

async function opened(plan: Partial<TestPlan> = {}): Promise<{ edge: TestEdge; url: string }> {
  const { server } = running;
  const edge = await openPostgresEdge({ target: () => ({ host: server.host, port: server.port }), ...plan });
  return { edge, url: through(edge, server) };
}

function knowingDrills(): Drills {
  const drills = new Drills();
  drills.trust(token);
  return drills;
}

const drilled = async (edge: TestEdge): Promise<string> =>
  (await edge.options.telemetry.metrics.text())
    .split('\n')
    .filter((line) => /^asbuilt_edge_drill_(?:requests|failures)_total\{/.test(line))
    .map((line) => line.split(' ').at(-1))
    .join('+');

const exemplars = async (edge: TestEdge): Promise<string> =>
  (await edge.options.telemetry.metrics.expose('application/openmetrics-text')).text;

const totals = (edge: TestEdge): { good: number; bad: number } =>
  edge.options.ledger.totals('Database', 0, Number.MAX_SAFE_INTEGER);

/** What comes back for a session's first packets. */
async function greet(edge: TestEdge, said: string): Promise<Buffer> {
  const packet = Buffer.alloc(8);
  packet.writeInt32BE(8 + said.length, 0);
  packet.writeInt32BE(0x41_53_42_44, 4);
  const startup = Buffer.from('\0\0\0\0\0\x03\0\0user\0nobody\0\0', 'latin1');
  startup.writeInt32BE(startup.length);
  const client = net.connect(edge.port, edge.host);
  client.write(Buffer.concat([packet, Buffer.from(said), startup]));
  const [answer] = await once(client, 'data');
  client.destroy();
  return answer;
}

describe('queries whose traces are kept', () => {
  test('are spans of a client, of the trace that a comment tells, with their text but for its values', async () => {
    const receiver = await startReceiver();
    const { edge, url } = await opened({ reporting: tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url.href }) });
    const client = await connected(url);
    await client.query(`select 'hunter2' as word ${comment}`);
    await client.query({
      text: `select $1::int /*app='x',traceparent='00-${traceId}-${parentSpanId}-01'*/`,
      values: [1],
    });
    await failure(client.query(`select 1 / 0 ${comment}`));
    // Before another one takes the place in the same bucket.
    await expect.poll(() => exemplars(edge)).toContain(traceId);
    await client.query(`select $$${comment}$$`);
    const span = await spansOnce(receiver, 4);
    const { server } = running;
    expect(span(0)).toMatchObject({
      traceId,
      parentSpanId,
      kind: 3,
      name: 'SELECT',
      status: { code: 0 },
      attributes: {
        'db.system': 'postgresql',
        'db.system.name': 'postgresql',
        'db.query.text': 'select ? as word',
        'server.port': server.port,
        'asbuilt.edge': 'API → Database',
        'asbuilt.instance': 1,
      },
    });
    expect(span(1)).toMatchObject({ traceId, attributes: { 'db.query.text': 'select $1::int' } });
    expect(span(2)).toMatchObject({
      traceId,
      status: { code: 2 },
      attributes: { 'error.type': '22012', 'db.response.status_code': '22012' },
    });
    expect(span(3).parentSpanId).toBeUndefined();
    expect(span(3).traceId).not.toBe(traceId);
    expect(JSON.stringify(receiver.received)).not.toContain('hunter2');
  });

  test('say that a policy refused them, in the trace that they would have belonged to', async () => {
    const receiver = await startReceiver();
    const { edge, url } = await opened({ reporting: tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url.href }) });
    const client = await connected(url);
    const now = edge.options.now();
    edge.faults.add(
      { edge: edge.plan.name, effect: { kind: 'status', code: 503, share: 1 }, endsAtMs: now + 60_000 },
      now,
    );
    await failure(client.query(`select 1 ${comment}`));
    await failure(client.query({ text: `select $1::int ${comment}`, values: [1] }));
    const span = await spansOnce(receiver, 2);
    for (const index of [0, 1])
      expect(span(index)).toMatchObject({
        traceId,
        status: { code: 2 },
        attributes: { 'error.type': 'fault', 'asbuilt.policy': 'fault' },
      });
    expect(span(1).attributes['db.query.text']).toBe('select $1::int');
  });

  test('are none where their caller does not keep them, and cost no more than that', async () => {
    const receiver = await startReceiver();
    const reporting = tracing({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url.href,
      OTEL_TRACES_SAMPLER: 'parentbased_always_off',
    });
    const { url } = await opened({ reporting });
    const client = await connected(url);
    await client.query(`select 1 ${comment.replace("-01'", "-00'")}`);
    await client.query('select 2');
    await client.query(`select 3 ${comment}`);
    await spansOnce(receiver, 1);
    expect(spansOf(receiver)[0]?.attributes['db.query.text']).toBe('select ?');
  });
});

describe('a drill over an edge that speaks PostgreSQL', () => {
  test('is known by its mark, which no server sees, and counted apart; a guessed one is none', async () => {
    const { edge } = await opened({ shared: { drills: knowingDrills() } });
    expect((await greet(edge, mark))[0]).toBe(0x52);
    expect(edge.status().failures).toBe(0);
    const port = await freePort();
    const { edge: away } = await opened({
      target: () => ({ host: '127.0.0.1', port }),
      shared: { drills: knowingDrills() },
    });
    expect(String(await greet(away, mark))).toContain('08006');
    expect(await drilled(away)).toBe('1+1');
    expect(totals(away)).toEqual({ good: 0, bad: 0 });
    expect(
      String(
        await greet(
          away,
          mark.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
        ),
      ),
    ).toContain('08006');
    await expect.poll(() => totals(away)).toEqual({ good: 0, bad: 1 });
    expect(await drilled(away)).toBe('1+1');
  });

  test('is known by the trace of a call that a service makes on its behalf', async () => {
    const drills = knowingDrills();
    const { edge, url } = await opened({ shared: { drills } });
    drills.begins(mark, [traceId], edge.options.now());
    const client = await connected(url);
    await client.query(`select 1 ${comment}`);
    await client.query('select 2');
    const now = edge.options.now();
    edge.faults.add(
      { edge: edge.plan.name, effect: { kind: 'status', code: 503, share: 1 }, endsAtMs: now + 60_000 },
      now,
    );
    await failure(client.query(`select 3 ${comment}`));
    expect(await drilled(edge)).toBe('2+1');
    expect(totals(edge)).toEqual({ good: 1, bad: 0 });
  });
});
