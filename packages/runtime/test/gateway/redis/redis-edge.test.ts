import { once } from 'node:events';
import net from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { FaultEffect } from '#faults/fault';
import { InstanceSet } from '#gateway/instances';
import { hasRedisServer, type RedisServer, startRedis } from '../../redis-server.ts';
import { freePort, openEdge, sleep, startTcpService, type TestEdge, type TestPlan } from '../kit.ts';
import { raw, totals } from './connection.ts';

const isThere = await hasRedisServer();
const breaker = { opensAfterFailures: 3, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 };

let server: RedisServer;
beforeAll(async () => {
  if (isThere) server = await startRedis();
});
afterAll(async () => {
  if (isThere) await server.stop();
});

function opened(plan: Partial<TestPlan> = {}): Promise<TestEdge> {
  return openEdge({
    name: 'API → Cache',
    from: 'API',
    to: 'Cache',
    protocol: 'tcp',
    wire: 'redis',
    target: () => server,
    ...plan,
  });
}

/** A client that does not try again, so that the test sees every answer; it leaves with the test. */
function client(edge: TestEdge, { pipelines = false } = {}): Redis {
  const redis = new Redis({
    host: edge.host,
    port: edge.port,
    retryStrategy: () => undefined,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    disableClientInfo: true,
    enableAutoPipelining: pipelines,
  });
  redis.on('error', () => undefined);
  onTestFinished(() => redis.disconnect());
  return redis;
}

function inject(edge: TestEdge, effect: FaultEffect, forMs = 60_000): void {
  const now = edge.options.now();
  edge.faults.add({ edge: edge.plan.name, effect, endsAtMs: now + forMs }, now);
}

describe.skipIf(!isThere)('an edge that speaks Redis', () => {
  test('counts each command, and judges by who is to blame for an error', async () => {
    const edge = await opened();
    const redis = client(edge);
    expect(await redis.set('k', 'v')).toBe('OK');
    expect(await redis.get('k')).toBe('v');
    await expect(redis.lpush('k', 'x')).rejects.toThrow('WRONGTYPE');
    const big = 'x'.repeat(3_000_000);
    await redis.set('big', big);
    expect(await redis.get('big')).toBe(big);
    // One connection, and the greeting of ioredis before the five commands.
    expect(edge.status()).toMatchObject({ wire: 'redis', requests: 7, failures: 0, inFlight: 0, connections: 1 });
    expect(totals(edge)).toEqual({ good: 6, bad: 0 });
    const metrics = await edge.options.telemetry.metrics.text();
    expect(metrics).toMatch(/code="ok"\} 5\n/);
    expect(metrics).toMatch(/code="WRONGTYPE"\} 1\n/);
    expect(JSON.stringify(edge.lines())).toContain('"asked":"LPUSH"');
    expect(JSON.stringify(edge.lines())).not.toContain('xxx');
  });

  test('does pipelines, transactions, scripts and lines that are typed', async () => {
    const edge = await opened();
    const redis = client(edge, { pipelines: true });
    const values = await Promise.all(Array.from({ length: 1000 }, (_, n) => redis.incrby('sum', n)));
    expect(values.at(-1)).toBe(499_500);
    const done = await redis.multi().set('a', '1').incr('a').lpush('a', 'x').exec();
    expect(done?.map(([error, value]) => error?.message.slice(0, 9) ?? value)).toEqual(['OK', 2, 'WRONGTYPE']);
    expect(await redis.eval('return {1, {2, "three"}, false}', 0)).toEqual([1, [2, 'three'], null]);
    const typed = raw(edge);
    typed.send('PING\r\nset typed 1\r\n\r\nGET typed\r\n');
    await expect.poll(typed.got).toBe('+PONG\r\n+OK\r\n$1\r\n1\r\n');
    await expect.poll(() => edge.status()).toMatchObject({ inFlight: 0, failures: 0 });
  });

  test('goes on counting beside messages that are pushed (RESP3), and passes subscriptions of RESP2 through', async () => {
    const edge = await opened({ timeoutMs: 1000 });
    const third = raw(edge);
    third.send('HELLO 3\r\nSUBSCRIBE yard\r\nGET nothing\r\n');
    await expect.poll(third.got).toMatch(/_\r\n$/);
    const second = client(edge);
    await second.subscribe('yard');
    const heard = once(second, 'message');
    await client(edge).publish('yard', 'ship in');
    expect(await heard).toEqual(['yard', 'ship in']);
    await expect.poll(third.got).toContain('ship in');
    await sleep(1500);
    third.send('PING\r\n');
    await expect.poll(third.got).toMatch(/\+PONG\r\n$/);
    expect(edge.status()).toMatchObject({ inFlight: 0, failures: 0, connections: 3 });
    expect(second.status).toBe('ready');
  });

  test('closes a connection on which nothing passes, unless its client waits for a reply', async () => {
    const edge = await opened({ idleTimeoutMs: 300 });
    const idle = raw(edge);
    idle.send('BLPOP nothing 1\r\n');
    await expect.poll(idle.got).toBe('*-1\r\n');
    await expect.poll(idle.isOver).toBe(true);
    expect(await edge.options.telemetry.metrics.text()).toContain('policy="idle-timeout"} 1');
  });

  test('keeps the order of replies also where a subscription of RESP3 is refused', async () => {
    const edge = await opened();
    const third = raw(edge);
    third.send('HELLO 3\r\n');
    await expect.poll(third.got).toMatch(/\*0\r\n$/);
    const before = third.got().length;
    third.send('BLPOP nothing 1\r\n');
    await expect.poll(() => edge.status().inFlight).toBe(1);
    inject(edge, { kind: 'status', code: 503, share: 1 });
    third.send('SUBSCRIBE\r\nSUBSCRIBE yard dock\r\nGET nothing\r\n');
    await expect
      .poll(() => third.got().slice(before))
      .toMatch(/^_\r\n-ERR wrong number[^\r]*\r\n>3\r\n[^-]*:1\r\n-ERR edge [^\r]*\r\n>3\r\n[^-]*:2\r\n$/);
    expect(edge.status()).toMatchObject({ inFlight: 0, failures: 1 });
  });

  test('ends a connection whose command is late, with an error that says why; one that may block is not late', async () => {
    const edge = await opened({ timeoutMs: 1000 });
    const blocked = client(edge).blpop('list', 0);
    const consumer = 'worker-'.repeat(30);
    const reader = client(edge);
    await reader.xgroup('CREATE', 'stream', 'group', '$', 'MKSTREAM');
    const read = reader.xreadgroup('GROUP', 'group', consumer, 'COUNT', 1, 'BLOCK', 0, 'STREAMS', 'stream', '>');
    const stuck = await startTcpService((socket) => void socket.resume());
    const silent = await opened({ target: stuck.target, timeoutMs: 250 });
    await expect(client(silent).get('k')).rejects.toThrow(
      'edge "API → Cache": Cache did not answer within the timeout of 250 ms (Asbuilt-Policy: timeout)',
    );
    await expect.poll(() => silent.status()).toMatchObject({ failures: 1, inFlight: 0, connections: 0 });
    expect(totals(silent)).toEqual({ good: 0, bad: 1 });
    await sleep(1500);
    await client(edge).lpush('list', 'at last');
    expect(await blocked).toEqual(['list', 'at last']);
    await client(edge).xadd('stream', '1-1', 'a', 'b');
    expect(await read).toEqual([['stream', [['1-1', ['a', 'b']]]]]);
    expect(edge.status().failures).toBe(0);
  });

  test('refuses commands while the breaker is open, each in its place, and goes on after that', async () => {
    let port = await freePort();
    const edge = await opened({ breaker, target: () => ({ host: '127.0.0.1', port }) });
    for (let n = 0; n < 3; n += 1) await expect(client(edge).get('k')).rejects.toThrow('Cache cannot be reached');
    await expect(client(edge).get('k')).rejects.toThrow(/^ERR edge "API → Cache": the circuit breaker is open/);
    ({ port } = server);
    edge.pass(30_000);
    const redis = client(edge);
    expect(await redis.set('k', 'v')).toBe('OK');
    expect(edge.status().breaker).toBe('closed');
    inject(edge, { kind: 'status', code: 503, share: 1 }, 5000);
    await expect(redis.get('k')).rejects.toThrow('a fault is injected on this edge (Asbuilt-Policy: fault)');
    edge.pass(5000);
    expect(await redis.get('k')).toBe('v');
  });

  test('answers a command that it refuses only after those before it', async () => {
    const edge = await opened();
    const pipeline = raw(edge);
    pipeline.send('BLPOP queue 3\r\n');
    await expect.poll(() => edge.status().inFlight).toBe(1);
    inject(edge, { kind: 'status', code: 503, share: 1 });
    pipeline.send('PING\r\nPING\r\n');
    await sleep(100);
    expect(pipeline.got()).toBe('');
    await expect.poll(pipeline.got).toMatch(/^\*-1\r\n-ERR [^\r]*\r\n-ERR [^\r]*\r\n$/);
    expect(edge.status()).toMatchObject({ inFlight: 0, failures: 2 });
  });

  test('lets a transaction end that has begun, so that none is cut in two', async () => {
    const edge = await opened();
    const transaction = raw(edge);
    transaction.send('MULTI\r\n');
    await expect.poll(transaction.got).toBe('+OK\r\n');
    inject(edge, { kind: 'status', code: 503, share: 1 });
    transaction.send('set whole 1\r\nEXEC\r\nPING\r\n');
    await expect.poll(transaction.got).toMatch(/^\+OK\r\n\+QUEUED\r\n\*1\r\n\+OK\r\n-ERR [^\r]*\r\n$/);
  });

  test('counts a server that cannot do its work as failing', async () => {
    const full = await startRedis(['--maxmemory', '1mb', '--maxmemory-policy', 'noeviction']);
    onTestFinished(() => full.stop());
    const edge = await opened({ target: () => full, breaker });
    const redis = client(edge);
    for (let n = 0; n < 3; n += 1) await expect(redis.set(`k${n}`, 'x'.repeat(900_000))).rejects.toThrow('OOM');
    await expect(redis.get('k')).rejects.toThrow('the circuit breaker is open');
  });

  test('ends a connection to an instance that is refused while another one is asked, so that its client gets there', async () => {
    const full = await startRedis(['--maxmemory', '1mb', '--maxmemory-policy', 'noeviction']);
    onTestFinished(() => full.stop());
    const instances = new InstanceSet();
    instances.add(1, full);
    const edge = await opened({ instances, breaker });
    const before = client(edge);
    for (let n = 0; n < 3; n += 1) await expect(before.set('k', 'x'.repeat(900_000))).rejects.toThrow('OOM');
    instances.add(2, server);
    const closed = once(before, 'close');
    await expect(before.get('k')).rejects.toThrow('the circuit breaker is open');
    await closed;
    expect(await client(edge).set('k', 'v')).toBe('OK');
    expect(edge.status()).toMatchObject({ breaker: 'half-open', instances: 2 });
  });

  test('accepts as many connections as stated', async () => {
    const edge = await opened({ connections: 1 });
    const first = client(edge);
    await first.ping();
    await expect(client(edge).ping()).rejects.toThrow(
      'ERR max number of clients reached: edge "API → Cache": Cache has as many connections as it accepts (1)',
    );
    await first.quit();
    await expect.poll(() => edge.status().connections).toBe(0);
    expect(await client(edge).ping()).toBe('PONG');
  });

  test('charges nobody with a command that its client did not wait for', async () => {
    const edge = await opened();
    const leaves = net.connect(edge.port, edge.host);
    leaves.write('BLPOP nothing 0\r\n');
    await expect.poll(() => edge.status().inFlight).toBe(1);
    leaves.end();
    await expect.poll(() => edge.status()).toMatchObject({ inFlight: 0, connections: 0, failures: 0 });
    expect(totals(edge)).toEqual({ good: 0, bad: 0 });
  });

  test('counts a server that has too many clients of others as failing', async () => {
    const full = await startRedis(['--maxclients', '1']);
    onTestFinished(() => full.stop());
    const other = net.connect(full.port, full.host);
    onTestFinished(() => void other.destroy());
    other.write('PING\r\n');
    await once(other, 'data');
    const edge = await opened({ target: () => full });
    const late = raw(edge);
    late.send('PING\r\n');
    await expect.poll(late.isOver).toBe(true);
    await expect.poll(() => edge.status()).toMatchObject({ failures: 1, inFlight: 0, connections: 0 });
    expect(totals(edge)).toEqual({ good: 0, bad: 1 });
  });

  test('passes TLS and what is no RESP through', async () => {
    const echo = await startTcpService((socket) => void socket.pipe(socket));
    const edge = await opened({ target: echo.target, timeoutMs: 1000 });
    const socket = net.connect(edge.port, edge.host);
    socket.write(Buffer.from([0x16, 3, 1, 0, 2, 9, 9]));
    expect((await once(socket, 'data'))[0]).toHaveLength(7);
    await sleep(1500);
    socket.write('x');
    expect((await once(socket, 'data'))[0]).toHaveLength(1);
    socket.destroy();
    await expect.poll(() => edge.status().connections).toBe(0);
    expect(edge.status().failures).toBe(0);
  });
});
