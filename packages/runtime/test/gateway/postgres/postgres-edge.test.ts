import { once } from 'node:events';
import net from 'node:net';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultEffect } from '#faults/fault';
import { InstanceSet } from '#gateway/instances';
import { freePort, sleep, startTcpService, type TestEdge, type TestPlan } from '../kit.ts';
import { encoded, raw } from './raw.ts';
import { connected, failure, openPostgresEdge, startPostgres, type TestServer, through } from './server.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startPostgres();
});
afterAll(() => running.stop());

const breaker = { opensAfterFailures: 3, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 };

async function opened(plan: Partial<TestPlan> = {}): Promise<{ edge: TestEdge; url: string }> {
  const { server } = running;
  const edge = await openPostgresEdge({ target: () => ({ host: server.host, port: server.port }), ...plan });
  return { edge, url: through(edge, server) };
}

function inject(edge: TestEdge, effect: FaultEffect, forMs = 60_000): void {
  const now = edge.options.now();
  edge.faults.add({ edge: edge.plan.name, effect, endsAtMs: now + forMs }, now);
}

const totals = (edge: TestEdge): { good: number; bad: number } =>
  edge.options.ledger.totals('Database', 0, Number.MAX_SAFE_INTEGER);

const codes = async (edge: TestEdge): Promise<Record<string, number>> => {
  const found = (await edge.options.telemetry.metrics.text()).matchAll(
    /^asbuilt_edge_requests_total\{.*code="([^"]+)"\} (\d+)$/gm,
  );
  return Object.fromEntries([...found].map(([, code = '', count]) => [code, Number(count)]));
};

/** A statement by the extended protocol. */
function batch(sql: string): Buffer {
  return Buffer.concat([
    encoded('P', `\0${sql}\0\0\0`),
    encoded('B', '\0\0\0\0\0\0\0\0'),
    encoded('E', '\0\0\0\0\0'),
    encoded('S'),
  ]);
}

describe('an edge that speaks PostgreSQL', () => {
  test('counts each query with its latency, and judges by who is to blame for an error', async () => {
    const { edge, url } = await opened();
    const client = await connected(url);
    expect((await client.query('select $1::int + 1 as n', [1])).rows).toEqual([{ n: 2 }]);
    expect(await client.query('select 1; select 2')).toHaveLength(2);
    expect((await failure(client.query('select nonsense'))).code).toBe('42703');
    await client.query('do $$ begin perform pg_sleep(1); end $$');
    await expect.poll(() => edge.status().inFlight).toBe(0);
    expect(await codes(edge)).toEqual({ connected: 1, ok: 3, '42703': 1 });
    await expect.poll(() => totals(edge)).toEqual({ good: 4, bad: 0 });
    expect(edge.status()).toMatchObject({ wire: 'postgres', requests: 5, failures: 0, inFlight: 0, connections: 1 });
    expect(edge.status().p99Ms).toBeGreaterThan(950);
    expect(edge.status().p50Ms).toBeLessThan(950);
    await client.query("set statement_timeout = '50ms'");
    expect((await failure(client.query('select pg_sleep(9)'))).code).toBe('57014');
    await expect.poll(() => totals(edge)).toEqual({ good: 5, bad: 1 });
    await expect.poll(() => edge.status().failures).toBe(1);
  });

  test('logs what failed without its values', async () => {
    const { edge, url } = await opened();
    const client = await connected(url);
    await failure(client.query("select secret from nowhere where password = 'hunter2' and n = 4711 -- hunter2"));
    await failure(client.query({ name: 'named', text: "select 'hunter2' / $1::int", values: [0] }));
    await expect.poll(() => edge.status().inFlight).toBe(0);
    const asked = edge.lines().flatMap((line) => ('asked' in line ? [[line['outcome'], line['asked']]] : []));
    expect(asked).toEqual([
      ['42P01', 'select secret from nowhere where password = ? and n = ?'],
      ['22P02', 'select ? / $1::int'],
    ]);
    expect(JSON.stringify(edge.lines())).not.toMatch(/hunter2|4711/);
  });

  test('does transactions, prepared statements, notifications and many sessions at a time', async () => {
    const { edge, url } = await opened();
    const [listener, speaker] = [await connected(url), await connected(url)];
    const heard = once(listener, 'notification');
    await listener.query('listen yard');
    await speaker.query('begin');
    await speaker.query("notify yard, 'ship in'");
    await speaker.query('commit');
    expect((await heard)[0]).toMatchObject({ channel: 'yard', payload: 'ship in' });
    const clients = await Promise.all(Array.from({ length: 12 }, () => connected(url)));
    const sums = await Promise.all(
      clients.map(async (client) => {
        let sum = 0;
        for (let n = 0; n < 20; n += 1) {
          const { rows } = await client.query<{ n: number }>({
            name: 'plus',
            text: 'select $1::int as n',
            values: [n],
          });
          sum += rows[0]?.n ?? 0;
        }
        return sum;
      }),
    );
    expect(sums).toEqual(clients.map(() => 190));
    expect(edge.status()).toMatchObject({ connections: 14, inFlight: 0, failures: 0 });
  });

  test('has a query cancelled by its server when the time is up, and the session goes on', async () => {
    const { edge, url } = await opened({ timeoutMs: 2000 });
    const client = await connected(url);
    const begun = performance.now();
    const { code, message } = await failure(client.query('select pg_sleep(60)'));
    expect([code, message]).toEqual(['57014', 'canceling statement due to user request']);
    expect(performance.now() - begun).toBeGreaterThan(1990);
    expect(performance.now() - begun).toBeLessThan(30_000);
    expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    await expect.poll(() => totals(edge)).toEqual({ good: 1, bad: 1 });
    const observer = await connected(running.server.url);
    await expect
      .poll(
        async () =>
          (
            await observer.query(
              "select 1 from pg_stat_activity where query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()",
            )
          ).rows,
      )
      .toEqual([]);
    expect(await edge.options.telemetry.metrics.text()).toContain('policy="timeout"} 1');
  });

  test('does not take a session for idle that waits for an answer', async () => {
    const { edge, url } = await opened({ idleTimeoutMs: 500 });
    const client = await connected(url);
    const { rows } = await client.query("select 1 as n, pg_sleep(1.2)::text = '' as slept");
    expect(rows).toEqual([{ n: 1, slept: true }]);
    await expect.poll(() => edge.status().connections).toBe(0);
  });

  test('ends a session whose query is not cancelled in time, with an error that says why', async () => {
    // A server that begins a session and then never says anything more.
    const service = await startTcpService((socket) => {
      socket.once('data', () => {
        const key = Buffer.from([0x4b, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 2]);
        socket.write(
          Buffer.concat([Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]), key, Buffer.from([0x5a, 0, 0, 0, 5, 0x49])]),
        );
      });
    });
    const edge = await openPostgresEdge({ target: service.target, timeoutMs: 1000, breaker });
    const client = await connected(`postgres://u@127.0.0.1:${edge.port}/d`);
    const { code, message, severity, detail } = await failure(client.query('select 1'));
    expect([severity, code, detail]).toEqual(['FATAL', '57014', 'Asbuilt-Policy: timeout']);
    expect(message).toBe('edge "API → Database": Database did not answer within the timeout of 1000 ms');
    await expect.poll(() => edge.status()).toMatchObject({ connections: 0, inFlight: 0, failures: 1 });
  });

  test('ends a session that a request to cancel may still hit, instead of letting it ask more', async () => {
    const asked: string[] = [];
    // A server that does what it was asked when it is to be cancelled, and does not look at the request.
    let first: net.Socket | undefined;
    const service = await startTcpService((socket) => {
      if (first !== undefined) return void first.write(Buffer.concat([encoded('C', 'SELECT 1\0'), encoded('Z', 'I')]));
      first = socket;
      socket.once('data', () => {
        socket.on('data', (chunk: Buffer) => asked.push(chunk.toString('latin1', 5)));
        const key = encoded('K', '\0\0\0\x01\0\0\0\x02');
        socket.write(Buffer.concat([encoded('R', '\0\0\0\0'), key, encoded('Z', 'I')]));
      });
    });
    const edge = await openPostgresEdge({ target: service.target, timeoutMs: 500 });
    const client = await connected(`postgres://u@127.0.0.1:${edge.port}/d`);
    expect((await client.query('select 1')).command).toBe('SELECT');
    expect(await failure(client.query('select 2'))).toMatchObject({ code: '57014', severity: 'FATAL' });
    expect(asked).toEqual(['select 1\0']);
    await expect.poll(() => edge.status()).toMatchObject({ connections: 0, inFlight: 0 });
  });

  test('relays a request to cancel to the session that it is about, whose query then is nobody’s failure', async () => {
    const { edge, url } = await opened();
    const client = await connected(url);
    const { processID, secretKey } = keyOf(client);
    const observer = await connected(running.server.url);
    const sleeping = failure(client.query('select pg_sleep(60)'));
    const seen = "select 1 from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'";
    await expect.poll(async () => (await observer.query(seen, [processID])).rows).toHaveLength(1);
    const packet = Buffer.alloc(16);
    [16, 80_877_102, processID, secretKey].forEach((value, index) => packet.writeInt32BE(value, index * 4));
    net.connect(edge.port, edge.host).end(packet);
    expect((await sleeping).code).toBe('57014');
    await expect.poll(() => totals(edge)).toEqual({ good: 0, bad: 0 });
    expect(edge.status().failures).toBe(0);
  });

  test('opens the breaker by failing queries, refuses each with an error, and the same session goes on after that', async () => {
    const { edge, url } = await opened({ timeoutMs: 1000, breaker });
    const client = await connected(url);
    const held = await connected(url);
    await held.query('begin');
    for (let n = 0; n < 3; n += 1) expect((await failure(client.query('select pg_sleep(9)'))).code).toBe('57014');
    await expect.poll(() => edge.status().breaker).toBe('open');
    const refusal = await failure(client.query('select 1'));
    expect(refusal).toMatchObject({ severity: 'ERROR', code: '57P03', detail: 'Asbuilt-Policy: breaker=open' });
    expect(refusal.message).toMatch(
      /^edge "API → Database": the circuit breaker is open, .* calls are refused for \d+ s more$/,
    );
    expect((await failure(client.query('select $1::int', [1]))).code).toBe('57P03');
    const atStart = await failure(connected(url));
    expect(atStart).toMatchObject({ severity: 'FATAL', code: '57P03', detail: 'Asbuilt-Policy: breaker=open' });
    // What has begun may be ended.
    await held.query('commit');
    expect((await failure(held.query('select 1'))).code).toBe('57P03');
    edge.pass(30_000);
    expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    expect(edge.status().breaker).toBe('closed');
    expect((await held.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  });

  test('ends a session with an instance that is refused while another one is asked, so that its client gets there', async () => {
    const { server } = running;
    const instances = new InstanceSet();
    instances.add(1, { host: server.host, port: server.port });
    const { edge, url } = await opened({ instances, breaker });
    const before = await connected(url);
    inject(edge, { kind: 'status', code: 503, share: 1 }, 5000);
    for (let n = 0; n < 3; n += 1) expect((await failure(before.query('select 1'))).code).toBe('08006');
    edge.pass(5000);
    instances.add(2, { host: server.host, port: server.port });
    const ended = new Promise((resolve) => before.once('end', resolve));
    const refused = await failure(before.query('select $1::int', [1]));
    expect(refused).toMatchObject({ code: '57P03', severity: 'FATAL', detail: 'Asbuilt-Policy: breaker=open' });
    await ended;
    expect((await (await connected(url)).query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    expect(edge.status().breaker).toBe('half-open');
  });

  test('refuses a batch in the middle of which its client waits, and answers the Sync after that', async () => {
    const { edge, url } = await opened({ breaker });
    const client = await raw(url);
    inject(edge, { kind: 'status', code: 503, share: 1 });
    client.send(encoded('P', '\0select 1\0\0\0'), encoded('H'));
    expect(await client.next()).toMatchObject({ type: 'E' });
    client.send(encoded('B', '\0\0\0\0\0\0\0\0'), encoded('S'));
    expect(await client.next()).toMatchObject({ type: 'Z' });
    edge.pass(60_000);
    client.send(encoded('Q', 'select 1\0'));
    expect((await client.until('Z')).map(({ type }) => type)).toEqual(['T', 'D', 'C', 'Z']);
  });

  test('does not hold a client to the timeout that reads a portal bit by bit', async () => {
    const { edge, url } = await opened({ timeoutMs: 1000 });
    const client = await raw(url);
    client.send(encoded('P', '\0select generate_series(1, 3)\0\0\0'), encoded('B', '\0\0\0\0\0\0\0\0'));
    const two = encoded('E', '\0\0\0\0\x02');
    client.send(two, encoded('H'));
    expect((await client.until('s')).map(({ type }) => type)).toEqual(['1', '2', 'D', 'D', 's']);
    expect(edge.status()).toMatchObject({ inFlight: 0 });
    await sleep(1500);
    client.send(two, encoded('S'));
    expect((await client.until('Z')).map(({ type }) => type)).toEqual(['D', 'C', 'Z']);
    expect(await codes(edge)).toEqual({ connected: 1, ok: 2 });
    expect(edge.status().failures).toBe(0);
  });

  test('answers a pipeline of batches in order, one of which fails', async () => {
    const { edge, url } = await opened();
    const client = await raw(url);
    client.send(batch('select 1'), batch('select 1/0'), batch('select 2'), encoded('Q', 'select 3\0'));
    const types = [];
    for (let n = 0; n < 4; n += 1) types.push((await client.until('Z')).map(({ type }) => type).join(''));
    expect(types).toEqual(['12DCZ', '1EZ', '12DCZ', 'TDCZ']);
    expect(await codes(edge)).toEqual({ connected: 1, ok: 3, '22012': 1 });
  });

  test('copies in and out for longer than the timeout', async () => {
    const { edge, url } = await opened({ timeoutMs: 1000 });
    const client = await raw(url);
    client.send(encoded('Q', 'create temp table freight (line text)\0'));
    await client.until('Z');
    client.send(encoded('Q', 'copy freight from stdin\0'));
    await client.until('G');
    for (let n = 0; n < 8; n += 1) {
      client.send(encoded('d', `${'x'.repeat(100_000)}\n`));
      await sleep(160);
    }
    client.send(encoded('c'));
    await client.until('Z');
    client.send(encoded('Q', 'copy freight to stdout\0'));
    const out = (await client.until('Z')).filter(({ type }) => type === 'd');
    expect(out.reduce((sum, { body }) => sum + body.length, 0)).toBe(8 * 100_001);
    expect(edge.status().failures).toBe(0);
  });

  test('charges nobody with a copy whose client leaves', async () => {
    const { edge, url } = await opened();
    const client = await raw(url);
    client.send(encoded('Q', 'create temp table freight (line text)\0'));
    await client.until('Z');
    client.send(encoded('Q', 'copy freight from stdin\0'));
    await client.until('G');
    client.leave();
    await expect.poll(() => edge.status()).toMatchObject({ inFlight: 0, connections: 0, failures: 0 });
    expect(totals(edge)).toEqual({ good: 1, bad: 0 });
  });

  test('tells a client at startup, in its protocol, why it is not connected', async () => {
    const port = await freePort();
    const { edge, url } = await opened({ target: () => ({ host: '127.0.0.1', port }), breaker });
    for (let n = 0; n < 3; n += 1) expect((await failure(connected(url))).code).toBe('08006');
    expect(await failure(connected(url, { ssl: false }))).toMatchObject({ severity: 'FATAL', code: '57P03' });
    await expect.poll(() => edge.status()).toMatchObject({ breaker: 'open', requests: 4, failures: 4, connections: 0 });
    const notUp = await opened({ target: () => undefined });
    expect(await failure(connected(notUp.url))).toMatchObject({
      code: '57P03',
      message: 'edge "API → Database": Database is not running',
    });
  });

  test('gives up on a server that takes connections and says nothing', async () => {
    const service = await startTcpService((socket) => void socket.resume());
    const edge = await openPostgresEdge({ target: service.target, timeoutMs: 200, breaker });
    const begun = performance.now();
    expect((await failure(connected(`postgres://u@127.0.0.1:${edge.port}/d`))).code).toBe('08006');
    expect(performance.now() - begun).toBeGreaterThan(190);
    await expect.poll(() => edge.status()).toMatchObject({ failures: 1, connections: 0 });
  });

  test('accepts as many connections as stated, together with other edges to the same server', async () => {
    const { url, edge } = await opened({ connections: 2 });
    const clients = [await connected(url), await connected(url)];
    expect(await failure(connected(url))).toMatchObject({
      code: '53300',
      message: 'edge "API → Database": Database has as many connections as it accepts (2)',
    });
    await clients[0]?.end();
    await expect.poll(() => edge.status().connections).toBe(1);
    await connected(url);
    expect(await edge.options.telemetry.metrics.text()).toMatch(/^asbuilt_edge_connection_limit\{.*\} 2$/m);
  });

  test('counts what the server refuses for want of connections as the server’s failure, a wrong password as the client’s', async () => {
    const { edge, url } = await opened();
    const wrong = new URL(url);
    wrong.password = 'guess';
    expect((await failure(connected(wrong.href))).code).toBe('28P01');
    await expect.poll(() => totals(edge)).toEqual({ good: 0, bad: 0 });
    expect(edge.status().failures).toBe(0);
  });

  test('says what the fault does, and counts it, while share of the queries fails', async () => {
    const { edge, url } = await opened();
    const client = await connected(url);
    inject(edge, { kind: 'status', code: 503, share: 1 }, 5000);
    expect(await failure(client.query('select 1'))).toMatchObject({ code: '08006', detail: 'Asbuilt-Policy: fault' });
    edge.pass(5000);
    expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    await expect.poll(() => totals(edge)).toEqual({ good: 1, bad: 1 });
  });

  test('is felt at once by open sessions when it refuses, and their queries are the callee’s failures', async () => {
    const { edge, url } = await opened();
    const client = await connected(url);
    const sleeping = failure(client.query('select pg_sleep(60)'));
    await expect.poll(() => edge.status().inFlight).toBe(1);
    inject(edge, { kind: 'refuse' });
    await sleeping;
    expect((await failure(connected(url))).code).toBe('08006');
    await expect.poll(() => totals(edge)).toEqual({ good: 0, bad: 2 });
  });
});

/** What pg keeps of a session, by which it can be cancelled. */
function keyOf(client: Client): { processID: number; secretKey: number } {
  const { processID, secretKey } = Object(client);
  return { processID: Number(processID), secretKey: Number(secretKey) };
}
