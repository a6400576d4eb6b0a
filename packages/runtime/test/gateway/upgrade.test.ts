import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { InstanceSet, isDrained } from '#gateway/instances';
import { breaker, openEdge, startService, type TestService, until } from './kit.ts';
import { agreeTo, echoFrames, openWebSocket } from './web-socket.ts';

/** A service that agrees to any upgrade and then sends back what it gets. */
async function echoService(): Promise<TestService & { seen: http.IncomingHttpHeaders[] }> {
  const seen: http.IncomingHttpHeaders[] = [];
  const service = await startService((_request, response) => void response.end('plain'));
  service.server.on('upgrade', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    seen.push(request.headers);
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\nX-From: echo\r\n\r\nhello ',
    );
    if (head.length > 0) socket.write(head);
    socket.pipe(socket);
    socket.on('error', () => socket.destroy());
  });
  return { ...service, seen };
}

const upgradeHeaders = { connection: 'Upgrade', upgrade: 'echo', 'sec-websocket-key': 'abc', 'x-request-id': 'the-id' };

async function upgrade(edge: { host: string; port: number }): Promise<[http.IncomingMessage, net.Socket, Buffer]> {
  const request = http.request({
    host: edge.host,
    port: edge.port,
    path: '/live',
    headers: upgradeHeaders,
    agent: false,
  });
  request.end();
  const [response, socket, head] = await once(request, 'upgrade');
  return [response, socket, head];
}

/** Reads until so many bytes came. */
async function read(socket: net.Socket, begun: Buffer, length: number): Promise<string> {
  let got = begun;
  while (got.length < length) got = Buffer.concat([got, (await once(socket, 'data'))[0]]);
  return got.toString();
}

describe('a connection that is upgraded', () => {
  test('carries bytes both ways from then on, with what was sent early', async () => {
    const service = await echoService();
    const edge = await openEdge({ target: service.target });
    const [response, socket, head] = await upgrade(edge);
    expect(response.statusCode).toBe(101);
    expect(response.headers).toMatchObject({ upgrade: 'echo', 'x-from': 'echo', 'x-request-id': 'the-id' });
    socket.write('world');
    expect(await read(socket, head, 11)).toBe('hello world');
    expect(service.seen[0]).toMatchObject({ 'sec-websocket-key': 'abc', 'x-request-id': 'the-id', upgrade: 'echo' });
    socket.end();
    await once(socket, 'close');
    await until(() => service.connections() === 0, 'the connection to the callee closes too');
  });

  test('may send its first bytes together with the request', async () => {
    const service = await echoService();
    const edge = await openEdge({ target: service.target });
    const socket = net.connect(edge.port, edge.host);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nearly');
    let got = '';
    socket.on('data', (chunk) => {
      got += String(chunk);
    });
    await expect.poll(() => got).toMatch(/hello early$/);
    socket.destroy();
  });

  test('lasts longer than the timeout, is no call in flight, and frees the trial of a breaker', async () => {
    const service = await echoService();
    const edge = await openEdge({ target: service.target, timeoutMs: 1000, breaker });
    const [, socket, head] = await upgrade(edge);
    await new Promise((resolve) => {
      setTimeout(resolve, 1500);
    });
    socket.write('still here');
    expect(await read(socket, head, 16)).toBe('hello still here');
    expect(edge.status()).toMatchObject({ inFlight: 0, failures: 0 });
    expect(edge.lines().at(-1)).toMatchObject({ status: 101, path: '/live' });
    socket.destroy();
  });

  test('is closed with the edge when its time is over, and its bytes are counted', async () => {
    const service = await echoService();
    const edge = await openEdge({ target: service.target, drainMs: 50 });
    const [, socket, head] = await upgrade(edge);
    socket.write('world');
    await read(socket, head, 11);
    const closed = once(socket, 'close');
    socket.on('error', () => undefined);
    await until(
      async () => /direction="to-callee"\} 5$/m.test(await edge.options.telemetry.metrics.text()),
      'the bytes are counted',
    );
    await edge.close();
    await closed;
    await expect.poll(() => service.connections()).toBe(0);
  });

  test('closes when the callee closes it', async () => {
    const service = await echoService();
    const edge = await openEdge({ target: service.target });
    const [, socket] = await upgrade(edge);
    const closed = once(socket, 'close');
    await service.stop();
    expect(await closed).toEqual([false]);
  });
});

/** A service whose WebSockets send back what they get. */
async function webSocketService(): Promise<TestService> {
  const service = await startService((_request, response) => void response.end('plain'));
  service.server.on('upgrade', (request: http.IncomingMessage, socket: Duplex) => echoFrames(request, socket, agreeTo));
  return service;
}

describe('a WebSocket', () => {
  test('goes on while its edge closes, and the edge is closed when its client is done', async () => {
    const service = await webSocketService();
    const edge = await openEdge({ target: service.target, drainMs: 60_000 });
    const live = await openWebSocket(edge);
    expect(await live.say('before')).toBe(`${process.pid} before`);
    let isClosed = false;
    const closed = edge.close().then(() => {
      isClosed = true;
    });
    await until(() => isRefused(edge), 'the edge takes no more connections');
    for (let round = 0; round < 20; round += 1) expect(await live.say(`${round}`)).toBe(`${process.pid} ${round}`);
    expect(isClosed).toBe(false);
    live.leave();
    await closed;
    await until(() => service.connections() === 0, 'the callee is told');
  });

  test('ends with its edge when the time for that is over', async () => {
    const service = await webSocketService();
    const edge = await openEdge({ target: service.target, drainMs: 300 });
    const live = await openWebSocket(edge);
    const begun = performance.now();
    await edge.close();
    expect(performance.now() - begun).toBeGreaterThan(290);
    await live.closed;
    await until(() => service.connections() === 0, 'the callee is told');
  });

  test('is work of its instance until it closes, and an instance that leaves may end it', async () => {
    const [first, second] = [await webSocketService(), await webSocketService()];
    const instances = new InstanceSet();
    const [one, other] = [instances.add(1, first.address), instances.add(2, second.address)];
    const edge = await openEdge({ instances });
    const live = await openWebSocket(edge);
    await until(() => edge.status().requests === 1, 'the upgrade is over');
    expect([one.inFlight, other.inFlight]).toEqual([1, 0]);
    instances.remove(one);
    expect(await isDrained(one, 100)).toBe(false);
    expect(await live.say('still here')).toBe(`${process.pid} still here`);
    live.leave();
    expect(await isDrained(one, 60_000)).toBe(true);
    expect([one.inFlight, other.inFlight]).toEqual([0, 0]);
    await until(() => first.connections() === 0, 'nothing is left of it');
  });

  test.each(['callee', 'client'] as const)('leaves nothing behind when its %s breaks off', async (who) => {
    const service = await webSocketService();
    const instances = new InstanceSet();
    const one = instances.add(1, service.address);
    const edge = await openEdge({ instances });
    const live = await openWebSocket(edge);
    await live.say('hello');
    if (who === 'client') live.leave();
    else await service.stop();
    await live.closed;
    await until(() => one.inFlight === 0, 'the instance is idle');
    await expect.poll(() => service.connections()).toBe(0);
  });
});

/** Whether nobody listens there any more. */
function isRefused({ host, port }: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, host, () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

describe('an upgrade that does not come to be', () => {
  test('is answered as the callee answers it', async () => {
    const service = await startService((_request, response) => void response.writeHead(426).end('not here'));
    const edge = await openEdge({ target: service.target });
    const answer = await plainAnswer(edge);
    expect(answer).toEqual({ status: 426, body: 'not here' });
    expect(edge.status()).toMatchObject({ inFlight: 0, requests: 1 });
  });

  test('is answered with a problem when the callee is not up', async () => {
    const edge = await openEdge({ target: () => undefined });
    expect((await plainAnswer(edge)).status).toBe(503);
  });

  test('ends at the callee when its client leaves', async () => {
    const service = await startService(() => undefined);
    service.server.on('upgrade', (_request: http.IncomingMessage, socket: Duplex) => {
      socket.resume();
      socket.once('end', () => socket.end());
    });
    const edge = await openEdge({ target: service.target });
    const request = http.request({ host: edge.host, port: edge.port, headers: upgradeHeaders, agent: false });
    request.on('error', () => undefined);
    request.end();
    await until(() => service.connections() === 1, 'the call reaches the callee');
    request.destroy();
    await expect.poll(() => [service.connections(), edge.status().inFlight]).toEqual([0, 0]);
  });
});

async function plainAnswer(edge: {
  host: string;
  port: number;
}): Promise<{ status: number | undefined; body: string }> {
  const request = http.request({ host: edge.host, port: edge.port, headers: upgradeHeaders, agent: false });
  request.end();
  const [response] = await once(request, 'response');
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, body };
}
