import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { InstanceSet, isDrained } from '#gateway/instances';
import { breaker, openEdge, startService, type TestService, until } from './kit.ts';
import { sendRaw } from './raw.ts';
import { agreeTo, echoFrames, masked, openWebSocket } from './web-socket.ts';

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

/** A service that agrees to WebSockets, and says nothing by itself, also to a goodbye. */
async function deafService(): Promise<{ service: TestService; sockets: Duplex[]; heard: () => Buffer }> {
  const sockets: Duplex[] = [];
  const chunks: Buffer[] = [];
  const service = await startService((_request, response) => void response.end('plain'));
  service.server.on('upgrade', (request: http.IncomingMessage, socket: Duplex) => {
    const accept = agreeTo(request.headers['sec-websocket-key']);
    const head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
    socket.write(`${head}Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => socket.destroy());
    socket.once('end', () => socket.end());
    sockets.push(socket);
  });
  return { service, sockets, heard: () => Buffer.concat(chunks) };
}

describe('a WebSocket', () => {
  test('ends when its edge closes: its client is told to go away, and says goodbye to the service', async () => {
    const service = await webSocketService();
    const edge = await openEdge({ target: service.target, drainMs: 600_000 });
    const live = await openWebSocket(edge);
    expect(await live.say('before')).toBe(`${process.pid} before`);
    const closed = edge.close();
    expect(await live.goodbye).toBe(1001);
    await Promise.all([closed, live.closed]);
    await until(() => service.connections() === 0, 'the callee is told');
  });

  test('ends although its client does not answer: the service is told in its name', async () => {
    const service = await webSocketService();
    const edge = await openEdge({ target: service.target, drainMs: 600_000 });
    const live = await openWebSocket(edge, { isPolite: false });
    const closed = edge.close();
    expect(await live.goodbye).toBe(1001);
    await Promise.all([closed, live.closed]);
    await until(() => service.connections() === 0, 'the callee is told');
  });

  test('ends with its edge when the time for that is over', async () => {
    const { service } = await deafService();
    const edge = await openEdge({ target: service.target, drainMs: 300 });
    const live = await openWebSocket(edge);
    const begun = performance.now();
    await edge.close();
    expect(performance.now() - begun).toBeGreaterThan(290);
    await live.closed;
    await until(() => service.connections() === 0, 'the callee is told');
  });

  test('ends behind the frame that is under way, and nothing comes after that', async () => {
    const { service, sockets, heard } = await deafService();
    const edge = await openEdge({ target: service.target, drainMs: 600_000 });
    const live = await openWebSocket(edge, { isPolite: false });
    await until(() => sockets.length === 1, 'the service has it');
    const long = Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('hel')]);
    sockets[0]?.write(long);
    live.send(masked(0x81, Buffer.from('tell me')).subarray(0, 8));
    await until(() => heard().length === 8, 'half a frame is there');
    await until(
      async () => /direction="to-caller"\} 5$/m.test(await edge.options.telemetry.metrics.text()),
      'so is the other half',
    );
    const closed = edge.close();
    await until(() => isRefused(edge), 'the edge closes');
    sockets[0]?.write(Buffer.concat([Buffer.from('lo'), Buffer.from([0x81, 2]), Buffer.from('no')]));
    expect(await live.goodbye).toBe(1001);
    live.send(masked(0x81, Buffer.from('tell me')).subarray(8));
    // The first frame is whole, and behind it stands a Close in the client's name: 1001, masked.
    await until(() => heard().length === 13 + 8, 'the service is told');
    const [first, second, ...rest] = heard().subarray(13);
    expect([first, second]).toEqual([0x88, 0x82]);
    expect([(rest[0] ?? 0) ^ (rest[4] ?? 0), (rest[1] ?? 0) ^ (rest[5] ?? 0)]).toEqual([3, 0xe9]);
    sockets[0]?.end();
    await Promise.all([closed, live.closed]);
  });

  test('is told to go when the service agrees to it while the edge closes already', async () => {
    const held: (() => void)[] = [];
    const service = await startService((_request, response) => void response.end('plain'));
    service.server.on('upgrade', (request: http.IncomingMessage, socket: Duplex) => {
      held.push(() => echoFrames(request, socket, agreeTo));
    });
    const edge = await openEdge({ target: service.target, drainMs: 600_000 });
    const opening = openWebSocket(edge);
    await until(() => held.length === 1, 'the service is asked');
    const closed = edge.close();
    held[0]?.();
    const live = await opening;
    expect(await live.goodbye).toBe(1001);
    await Promise.all([closed, live.closed]);
  });

  test('is work of its instance until it closes, and ends when that is drained', async () => {
    const [first, second] = [await webSocketService(), await webSocketService()];
    const instances = new InstanceSet();
    const [one, other] = [instances.add(1, first.address), instances.add(2, second.address)];
    const edge = await openEdge({ instances });
    const [live, elsewhere] = [await openWebSocket(edge), await openWebSocket(edge)];
    await until(() => edge.status().requests === 2, 'the upgrades are over');
    expect([one.inFlight, other.inFlight]).toEqual([1, 1]);
    instances.remove(one);
    // One that is left out since it is not well may come back.
    expect(await live.say('still here')).toBe(`${process.pid} still here`);
    const drained = isDrained(one, 600_000);
    expect(await live.goodbye).toBe(1001);
    expect(await drained).toBe(true);
    expect([one.inFlight, other.inFlight]).toEqual([0, 1]);
    expect(await elsewhere.say('and here')).toBe(`${process.pid} and here`);
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

/** A service that would take any offer, and lets whoever is at the other end say what they want. */
async function sloppyService(): Promise<{ service: TestService; seen: string[] }> {
  const seen: string[] = [];
  const service = await startService((request, response) => {
    const { connection, 'http2-settings': settings } = request.headers;
    seen.push([request.method, request.url, connection, settings].join(' '));
    request.pipe(response);
  });
  service.server.on('upgrade', (request: http.IncomingMessage, socket: Duplex) => {
    seen.push(`upgrade to ${request.headers.upgrade}`);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
  });
  return { service, seen };
}

describe('an offer to go on in another version of HTTP', () => {
  const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n';

  test.each([true, false])('is passed over: the request is answered as any other (entry: %s)', async (entry) => {
    const { service, seen } = await sloppyService();
    const edge = await openEdge({ target: service.target, entry });
    const begun = `POST /one HTTP/1.1\r\nHost: x\r\n${offer}Content-Length: 5\r\n\r\nhel`;
    const next = 'GET /two HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const answer = await sendRaw(edge, begun, `lo${next}`);
    expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
    expect(answer).toContain('hello');
    const get = `GET /three HTTP/1.1\r\nHost: x\r\n${offer.replace('Upgrade,', 'Upgrade, close,')}\r\n`;
    expect(await sendRaw(edge, get)).toMatch(/^HTTP\/1\.1 200 /);
    expect(seen).toEqual(['POST /one', 'GET /two', 'GET /three'].map((line) => `${line}  `));
    await until(() => edge.status().inFlight === 0, 'all calls are over');
    await edge.close();
  });
});

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
