import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { breaker, openEdge, startService, type TestService, until } from './kit.ts';

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
    const edge = await openEdge({ target: service.target, timeoutMs: 50, breaker });
    const [, socket, head] = await upgrade(edge);
    await new Promise((resolve) => {
      setTimeout(resolve, 150);
    });
    socket.write('still here');
    expect(await read(socket, head, 16)).toBe('hello still here');
    expect(edge.status()).toMatchObject({ inFlight: 0, failures: 0 });
    expect(edge.lines().at(-1)).toMatchObject({ status: 101, path: '/live' });
    socket.destroy();
  });

  test('is closed with the edge, and its bytes are counted', async () => {
    const service = await echoService();
    const edge = await openEdge({ target: service.target });
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
