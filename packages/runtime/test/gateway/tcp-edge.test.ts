import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FaultEffect } from '#faults/fault';
import { type Instance, InstanceSet, nextAddress } from '#gateway/instances';
import { PortTakenError } from '#gateway/listen';
import { openTcpEdge } from '#gateway/tcp/tcp-edge';
import {
  breaker,
  freePort,
  openEdge,
  startTcpService,
  type TestEdge,
  type TestPlan,
  type TestService,
  until,
} from './kit.ts';

function openDatabaseEdge(plan: TestPlan): Promise<TestEdge> {
  return openEdge({ name: 'API → Database', from: 'API', to: 'Database', protocol: 'tcp', ...plan });
}

function echoService(port = 0): Promise<TestService> {
  return startTcpService((socket) => void socket.pipe(socket), port);
}

/** Says something and waits for it to come back; answers with how that went and how long it took. */
async function echo(edge: { host: string; port: number }): Promise<{ got: string; ms: number }> {
  const begun = performance.now();
  const client = net.connect(edge.port, edge.host);
  client.end('hello');
  try {
    return { got: await text(client), ms: performance.now() - begun };
  } catch (error) {
    return { got: error instanceof Error && 'code' in error ? String(error.code) : '', ms: performance.now() - begun };
  }
}

function inject(edge: TestEdge, effect: FaultEffect, forMs = 60_000): void {
  const now = edge.options.now();
  edge.faults.add({ edge: edge.plan.name, effect, endsAtMs: now + forMs }, now);
}

describe('a TCP edge', () => {
  test('passes a megabyte both ways, and each half of a connection ends by itself', async () => {
    const service = await startTcpService((socket) => {
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => void chunks.push(chunk));
      socket.once('end', () => socket.end(Buffer.concat(chunks).toReversed()));
    });
    const edge = await openDatabaseEdge({ target: service.target });
    const sent = randomBytes(1_000_000);
    const client = net.connect({ port: edge.port, host: edge.host, allowHalfOpen: true });
    client.end(sent);
    const received = await buffer(client);
    expect(received.equals(sent.toReversed())).toBe(true);
    await expect.poll(() => [service.connections(), edge.status().inFlight]).toEqual([0, 0]);
    const metrics = await edge.options.telemetry.metrics.text();
    expect(metrics).toMatch(/^asbuilt_edge_bytes_total\{.*direction="to-callee"\} 1000000$/m);
    expect(metrics).toMatch(/^asbuilt_edge_bytes_total\{.*direction="to-caller"\} 1000000$/m);
  });

  test('lets the callee speak first, as mail servers do', async () => {
    const service = await startTcpService((socket) => void socket.end('220 ready\r\n'));
    const edge = await openDatabaseEdge({ target: service.target });
    expect(await text(net.connect(edge.port, edge.host))).toBe('220 ready\r\n');
  });

  test('counts connections: good ones, running ones and the time that connecting took', async () => {
    const service = await echoService();
    const edge = await openDatabaseEdge({ target: service.target });
    const client = net.connect(edge.port, edge.host);
    await expect.poll(() => edge.status()).toMatchObject({ protocol: 'tcp', requests: 1, failures: 0, inFlight: 1 });
    expect(edge.status().p50Ms).toBeLessThan(30_000);
    expect(edge.lines().at(-1)).toMatchObject({ edge: 'API → Database', outcome: 'connected', msg: 'connection' });
    expect(edge.options.ledger.totals('Database', 0, Number.MAX_SAFE_INTEGER)).toEqual({ good: 1, bad: 0 });
    client.destroy();
    await expect.poll(() => [service.connections(), edge.status().inFlight]).toEqual([0, 0]);
  });

  test('resets its client when the callee cannot be reached, and opens the breaker at the stated failure', async () => {
    const port = await freePort();
    const edge = await openDatabaseEdge({ target: () => ({ host: '127.0.0.1', port }), breaker });
    for (let index = 0; index < 6; index += 1) expect((await echo(edge)).got).toBe('ECONNRESET');
    expect(
      edge
        .lines()
        .filter((line) => 'outcome' in line)
        .map(({ outcome }) => outcome),
    ).toEqual([...Array.from({ length: 5 }, () => 'unreachable'), 'breaker-open']);
    expect(edge.status()).toMatchObject({ breaker: 'open', requests: 6, failures: 6 });
    await echoService(port);
    edge.pass(30_000);
    expect((await echo(edge)).got).toBe('hello');
    expect(edge.status().breaker).toBe('closed');
  });

  test('knows nothing against a callee that is started anew: its breaker is closed', async () => {
    const instances = new InstanceSet();
    const dead = instances.add(1, { host: '127.0.0.1', port: await freePort() });
    const edge = await openDatabaseEdge({ target: () => nextAddress(instances), instances, breaker });
    for (let index = 0; index < 6; index += 1) expect((await echo(edge)).got).toBe('ECONNRESET');
    expect(edge.status().breaker).toBe('open');
    instances.remove(dead);
    const service = await echoService();
    instances.add(1, service.address);
    expect(edge.status().breaker).toBe('closed');
    expect((await echo(edge)).got).toBe('hello');
  });

  test('tries again to connect as the policy says, and keeps what the client sent meanwhile', async () => {
    const port = await freePort();
    let tries = 0;
    const target = (): { host: string; port: number } => {
      tries += 1;
      return { host: '127.0.0.1', port };
    };
    // More of them would spend the budget of retries before the service is there.
    const retry = { retries: 100, baseMs: 300, capMs: 300 };
    const edge = await openDatabaseEdge({ target, retry, timeoutMs: 60_000 });
    const answer = echo(edge);
    await until(() => tries > 1, 'it tries again');
    await echoService(port);
    expect((await answer).got).toBe('hello');
    expect(Number(edge.lines().at(-1)?.['retries'])).toBeGreaterThan(0);
  });

  test('gives up connecting when the time is up', async () => {
    const port = await freePort();
    const target = { host: '127.0.0.1', port };
    const edge = await openDatabaseEdge({
      target: () => target,
      retry: { retries: 1000, baseMs: 10, capMs: 10 },
      timeoutMs: 200,
    });
    const { got, ms } = await echo(edge);
    expect(got).toBe('ECONNRESET');
    expect(ms).toBeGreaterThan(150);
    expect(ms).toBeLessThan(30_000);
  });

  test('resets its client when the callee resets, and the callee when its client resets', async () => {
    const sockets: net.Socket[] = [];
    const service = await startTcpService((socket) => void sockets.push(socket));
    const edge = await openDatabaseEdge({ target: service.target });
    const first = net.connect(edge.port, edge.host);
    const error = once(first, 'error');
    await expect.poll(() => sockets.length).toBe(1);
    sockets[0]?.resetAndDestroy();
    expect((await error)[0]).toMatchObject({ code: 'ECONNRESET' });
    const second = net.connect(edge.port, edge.host);
    await expect.poll(() => sockets.length).toBe(2);
    sockets[1]?.resume();
    second.resetAndDestroy();
    await expect.poll(() => [sockets[1]?.readableEnded, sockets[1]?.destroyed]).toContain(true);
  });

  test('ends its connections when it closes, and frees the port', async () => {
    const service = await echoService();
    const edge = await openDatabaseEdge({ target: service.target });
    const client = net.connect(edge.port, edge.host);
    await expect.poll(() => service.connections()).toBe(1);
    const closed = once(client, 'close');
    await edge.close();
    await closed;
    expect((await echo(edge)).got).toBe('ECONNREFUSED');
  });

  test('names a port that is taken', async () => {
    const edge = await openDatabaseEdge({ target: () => undefined });
    const again = openTcpEdge(edge.plan, { ...edge.options, listen: { host: '127.0.0.1', port: edge.port } });
    await expect(again).rejects.toThrow(PortTakenError);
  });
});

/** Services that say their names, and answer no more. */
async function fleet(
  names: readonly string[],
  plan: TestPlan = {},
): Promise<{ edge: TestEdge; instances: InstanceSet; members: readonly Instance[] }> {
  const instances = new InstanceSet(plan.outlier);
  const members: Instance[] = [];
  for (const [index, name] of names.entries()) {
    const greeting = (socket: net.Socket): void => void socket.on('end', () => socket.end()).write(name);
    const address = name === '' ? { host: '127.0.0.1', port: await freePort() } : undefined;
    members.push(instances.add(index + 1, address ?? (await startTcpService(greeting)).address));
  }
  return { edge: await openDatabaseEdge({ ...plan, instances }), instances, members };
}

/** Connects, hears who is there and leaves; or what went wrong. */
async function who(edge: TestEdge): Promise<string> {
  const client = net.connect(edge.port, edge.host);
  try {
    const [name] = await once(client, 'data');
    return String(name);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : '';
  } finally {
    client.destroy();
  }
}

describe('a TCP edge to several instances', () => {
  const outlier = { afterFailures: 2, ejectMs: 10_000, maxShare: 0.5 };

  test('gives connections to the instance that has the fewest, and in turn among equals', async () => {
    const { edge, members } = await fleet(['a', 'b', 'c']);
    const named: string[] = [];
    const come = async (): Promise<net.Socket> => {
      const client = net.connect(edge.port, edge.host);
      onTestFinished(() => void client.destroy());
      named.push(String((await once(client, 'data'))[0]));
      return client;
    };
    await come();
    for (let index = 0; index < 3; index += 1) {
      const second = await come();
      if (index === 0) await come();
      second.destroy();
      await expect.poll(() => members[1]?.connections).toBe(0);
    }
    expect(named).toEqual(['a', 'b', 'c', 'b', 'b']);
    expect(members.map(({ connections, inFlight }) => [connections, inFlight])).toEqual([
      [1, 1],
      [0, 0],
      [1, 1],
    ]);
    expect(edge.status().instances).toBe(3);
  });

  test('has a breaker for each: that of one that is away leaves the others alone', async () => {
    const { edge } = await fleet(['', 'b'], { breaker: { ...breaker, opensAfterFailures: 2 } });
    const first = [await who(edge), await who(edge), await who(edge), await who(edge)];
    expect(first.toSorted()).toEqual(['ECONNRESET', 'ECONNRESET', 'b', 'b']);
    expect(edge.status().breaker).toBe('half-open');
    for (let index = 0; index < 5; index += 1) expect(await who(edge)).toBe('b');
    edge.pass(30_000);
    expect([await who(edge), await who(edge)]).toContain('ECONNRESET');
    expect([await who(edge), await who(edge)]).toEqual(['b', 'b']);
  });

  test('leaves one out for a while that fails while others do not', async () => {
    const { edge } = await fleet(['', 'b', 'c'], { outlier });
    const seen: string[] = [];
    for (let index = 0; index < 12; index += 1) seen.push(await who(edge));
    expect(seen.filter((name) => name === 'ECONNRESET')).toHaveLength(2);
    expect(edge.lines().some(({ msg }) => /gets none for a while/.test(String(msg)))).toBe(true);
    edge.pass(outlier.ejectMs);
    const after = [await who(edge), await who(edge), await who(edge)];
    expect(after).toContain('ECONNRESET');
  });

  test('connects to the next one at once where the document says so, and fails only when none is left', async () => {
    const { edge, instances, members } = await fleet(['', 'b', ''], { nextInstance: true });
    for (let index = 0; index < 6; index += 1) expect(await who(edge)).toBe('b');
    expect(edge.status().failures).toBe(0);
    expect(await edge.options.telemetry.metrics.text()).toMatch(/next-instance.*\} [1-9]/);
    const [, only] = members;
    if (only !== undefined) instances.remove(only);
    expect(await who(edge)).toBe('ECONNRESET');
  });
});

describe('a fault on a TCP edge', () => {
  test('refuses new connections and resets open ones at once', async () => {
    const service = await echoService();
    const edge = await openDatabaseEdge({ target: service.target });
    const open = net.connect(edge.port, edge.host);
    const error = once(open, 'error');
    await expect.poll(() => service.connections()).toBe(1);
    inject(edge, { kind: 'refuse' }, 1000);
    expect((await error)[0]).toMatchObject({ code: 'ECONNRESET' });
    expect((await echo(edge)).got).toBe('ECONNRESET');
    edge.pass(1000);
    expect((await echo(edge)).got).toBe('hello');
  });

  test('makes every chunk late, on connections that were open before too, until it ends', async () => {
    const service = await echoService();
    const edge = await openDatabaseEdge({ target: service.target });
    const open = net.connect(edge.port, edge.host);
    const roundTrip = async (): Promise<number> => {
      const begun = performance.now();
      open.write('x');
      await once(open, 'data');
      return performance.now() - begun;
    };
    await roundTrip();
    inject(edge, { kind: 'latency', ms: 150 }, 300_000);
    expect(await roundTrip()).toBeGreaterThan(145);
    expect((await echo(edge)).ms).toBeGreaterThan(145);
    inject(edge, { kind: 'latency', ms: 60_000 }, 300_000);
    edge.pass(300_000);
    expect(await roundTrip()).toBeLessThan(30_000);
    open.destroy();
    await expect.poll(() => service.connections()).toBe(0);
  });
});
