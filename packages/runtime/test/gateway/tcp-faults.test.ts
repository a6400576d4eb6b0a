import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FaultEffect } from '#faults/fault';
import { openEdge, sleep, startTcpService, type TestEdge, type TestPlan } from './kit.ts';

function inject(edge: TestEdge, effect: FaultEffect, forMs = 60_000): number {
  const now = edge.options.now();
  return edge.faults.add({ edge: edge.plan.name, effect, endsAtMs: now + forMs }, now).id;
}

async function echoEdge(plan: Partial<TestPlan> = {}): Promise<TestEdge> {
  const service = await startTcpService((socket) => void socket.pipe(socket));
  return openEdge({ name: 'API → Mail', from: 'API', to: 'Mail', protocol: 'tcp', target: service.target, ...plan });
}

/** An edge to a service that sends the same bytes to whoever comes, and then ends. */
async function sender(bytes: Buffer): Promise<TestEdge> {
  const service = await startTcpService((socket) => void socket.end(bytes));
  return openEdge({ name: 'API → Mail', from: 'API', to: 'Mail', protocol: 'tcp', target: service.target });
}

function connection(edge: TestEdge): net.Socket {
  const socket = net.connect(edge.port, edge.host);
  onTestFinished(() => void socket.destroy());
  return socket;
}

async function roundTrip(socket: net.Socket): Promise<number> {
  const begun = performance.now();
  socket.write('x');
  await once(socket, 'data');
  return performance.now() - begun;
}

/** What a client gets until its connection is over, and how that was. */
async function received(edge: TestEdge): Promise<{ got: Buffer; how: string; ms: number }> {
  const begun = performance.now();
  const socket = connection(edge);
  const chunks: Buffer[] = [];
  let how = 'ended';
  socket.on('data', (chunk: Buffer) => void chunks.push(chunk));
  socket.on('error', (error) => {
    how = 'code' in error ? String(error.code) : error.message;
  });
  await new Promise((resolve) => socket.once('close', resolve));
  return { got: Buffer.concat(chunks), how, ms: performance.now() - begun };
}

describe('a fault on a TCP edge', () => {
  test('swallows everything as a black hole does, gives it back when it ends, and makes connecting hang', async () => {
    const edge = await echoEdge({ timeoutMs: 1000 });
    const open = connection(edge);
    await roundTrip(open);
    const id = inject(edge, { kind: 'black-hole' }, 600_000);
    const answer = roundTrip(open);
    const begun = performance.now();
    expect((await received(edge)).how).toBe('ECONNRESET');
    expect(performance.now() - begun).toBeGreaterThan(990);
    expect(edge.lines().at(-1)).toMatchObject({ outcome: 'timeout' });
    edge.faults.remove(id);
    expect(await answer).toBeGreaterThan(990);
    expect(await roundTrip(open)).toBeLessThan(60_000);
  });

  test('lets go on who waits for a connection, too, when a black hole is removed before its time', async () => {
    const edge = await echoEdge({ timeoutMs: 600_000 });
    const id = inject(edge, { kind: 'black-hole' }, 600_000);
    const answer = roundTrip(connection(edge));
    await expect.poll(() => edge.status().connections, { timeout: 60_000 }).toBe(1);
    edge.faults.remove(id);
    expect(await answer).toBeLessThan(60_000);
  });

  test('is over by itself also for what it holds', async () => {
    const edge = await echoEdge();
    const open = connection(edge);
    await roundTrip(open);
    inject(edge, { kind: 'black-hole' }, 200);
    const ms = await roundTrip(open);
    expect(ms).toBeGreaterThan(150);
    expect(ms).toBeLessThan(60_000);
  });

  test('resets connections after so many bytes of an answer', async () => {
    const bytes = randomBytes(100_000);
    const edge = await sender(bytes);
    inject(edge, { kind: 'reset', afterBytes: 1000 });
    // A reset right behind data is told by libuv as an end, once the data has been read.
    const { got } = await received(edge);
    expect(got.equals(bytes.subarray(0, got.length))).toBe(true);
    expect(got.length).toBeLessThanOrEqual(1000);
    const first = await sender(bytes);
    inject(first, { kind: 'reset', afterBytes: 0 });
    expect(await received(first)).toMatchObject({ how: 'ECONNRESET', got: Buffer.alloc(0) });
  });

  test('truncates answers as if they had ended well', async () => {
    const bytes = randomBytes(100_000);
    const edge = await sender(bytes);
    inject(edge, { kind: 'truncate', afterBytes: 12_345 });
    const { got, how } = await received(edge);
    expect([how, got.length, got.equals(bytes.subarray(0, 12_345))]).toEqual(['ended', 12_345, true]);
  });

  test('limits the bandwidth, and loses nothing', async () => {
    const bytes = randomBytes(100_000);
    const edge = await sender(bytes);
    inject(edge, { kind: 'bandwidth', bytesPerSecond: 200_000 });
    const { got, ms } = await received(edge);
    expect(got.equals(bytes)).toBe(true);
    expect(ms).toBeGreaterThan(400);
  });

  test('lets answers come in pieces, with a pause after each', async () => {
    const bytes = randomBytes(500);
    const edge = await sender(bytes);
    inject(edge, { kind: 'pieces', bytes: 100, pauseMs: 60 });
    const socket = connection(edge);
    const sizes: number[] = [];
    socket.on('data', (chunk: Buffer) => void sizes.push(chunk.length));
    const begun = performance.now();
    await once(socket, 'end');
    expect(performance.now() - begun).toBeGreaterThan(230);
    // Two or three may be read at once where the reader is slow, and never all.
    expect(Math.max(...sizes)).toBeLessThan(500);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(500);
  });

  test('draws a latency evenly from around its middle, and delays connecting, too', async () => {
    const edge = await echoEdge();
    inject(edge, { kind: 'latency', ms: 60, jitterMs: 50 });
    const open = connection(edge);
    const times: number[] = [];
    for (let n = 0; n < 20; n += 1) times.push(await roundTrip(open));
    expect(Math.min(...times.slice(1))).toBeGreaterThan(8);
    expect(times[0]).toBeGreaterThan(18);
    // Evenly drawn from 10 to 110 ms: twenty of them span less than 20 ms once in 10¹¹ times.
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(20);
    const slow = await echoEdge({ timeoutMs: 200 });
    inject(slow, { kind: 'latency', ms: 5000 });
    expect((await received(slow)).how).toBe('ECONNRESET');
    expect(slow.lines().at(-1)).toMatchObject({ outcome: 'timeout' });
  });

  test('leaves nothing behind: the same bytes as before, both ways', async () => {
    const edge = await echoEdge();
    const open = connection(edge);
    await roundTrip(open);
    const id = inject(edge, { kind: 'latency', ms: 50 });
    await roundTrip(open);
    edge.faults.remove(id);
    const sent = randomBytes(2_000_000);
    open.end(sent);
    expect((await buffer(open)).equals(sent)).toBe(true);
    await expect.poll(() => edge.status().inFlight).toBe(0);
  });
});

describe('a TCP edge', () => {
  test('closes connections on which nothing passes for the stated time, and no others', async () => {
    const edge = await echoEdge({ idleTimeoutMs: 2000 });
    const [idle, busy] = [connection(edge), connection(edge)];
    idle.resume();
    while (!idle.closed) {
      await roundTrip(busy);
      await sleep(50);
    }
    await roundTrip(busy);
    expect(edge.status()).toMatchObject({ connections: 1, failures: 0 });
    expect(await edge.options.telemetry.metrics.text()).toContain('policy="idle-timeout"} 1');
  });

  test('slows a sender down whose reader is slow, and keeps no more than the buffers of sockets hold', async () => {
    let sent = 0;
    const service = await startTcpService((socket) => {
      const chunk = Buffer.alloc(65_536);
      const more = (): void => {
        while (socket.writable && socket.write(chunk)) sent += chunk.length;
        sent += chunk.length;
      };
      socket.on('drain', more);
      more();
    });
    const edge = await openEdge({ name: 'API → Mail', protocol: 'tcp', target: service.target });
    const reader = connection(edge);
    reader.pause();
    await expect.poll(() => edge.status().connections).toBe(1);
    let before = -1;
    while (before !== sent) {
      before = sent;
      await sleep(200);
    }
    // What the kernel's buffers of four sockets hold at most, and not what comes all the time.
    expect(sent).toBeLessThan(32_000_000);
    reader.resume();
    await expect.poll(() => sent).toBeGreaterThan(before + 10_000_000);
  });

  test('accepts as many connections as stated, and resets the others', async () => {
    const edge = await echoEdge({ connections: 1 });
    const first = connection(edge);
    await roundTrip(first);
    expect((await received(edge)).how).toBe('ECONNRESET');
    expect(edge.lines().at(-1)).toMatchObject({ outcome: 'full' });
    first.destroy();
    await expect.poll(() => edge.status().connections).toBe(0);
    expect(await roundTrip(connection(edge))).toBeLessThan(60_000);
  });
});
