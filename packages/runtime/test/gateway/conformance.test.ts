import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { expect, test } from 'vitest';
import { ask, openEdge, send, sleep, startService, startTcpService, until } from './kit.ts';

// What any proxy must do, and many do not: the drills that the gateway is measured by.

test('A: one GET makes one call, also when the callee says 503', async () => {
  let calls = 0;
  const service = await startService((_request, response) => {
    calls += 1;
    response.writeHead(503).end('busy');
  });
  const edge = await openEdge({ target: service.target });
  expect(await ask(edge)).toMatchObject({ status: 503, body: 'busy' });
  await sleep(100);
  expect(calls).toBe(1);
});

test('B: the call to the callee ends when the client leaves before the answer', async () => {
  const service = await startService(() => undefined);
  const edge = await openEdge({ target: service.target });
  const client = http.get({ host: edge.host, port: edge.port, agent: false });
  client.on('error', () => undefined);
  await until(() => service.connections() === 1, 'the call reaches the callee');
  client.destroy();
  await until(() => service.connections() === 0, 'the call to the callee ends');
  expect(edge.status()).toMatchObject({ inFlight: 0, failures: 0 });
});

test('C: the call to the callee ends when the client leaves amid the answer', async () => {
  const service = await startService((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
  });
  const edge = await openEdge({ target: service.target });
  const response = await send(edge, { agent: false });
  await once(response, 'data');
  expect(service.connections()).toBe(1);
  response.destroy();
  await until(() => service.connections() === 0, 'the call to the callee ends');
});

test.each([
  ['of a known length', { 'content-length': '100' }],
  ['in chunks', { 'transfer-encoding': 'chunked' }],
])('D: the client is told when the callee dies amid an answer %s', async (_how, headers) => {
  const service = await startService((_request, response) => {
    response.writeHead(200, headers);
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  });
  const edge = await openEdge({ target: service.target });
  const response = await send(edge, { agent: false });
  const ended = new Promise((resolve) => response.once('error', resolve));
  response.resume();
  expect(await ended).toMatchObject({ code: 'ECONNRESET' });
  expect(edge.status()).toMatchObject({ failures: 1, inFlight: 0 });
});

test('E: headers that concern one connection are not passed on, in neither direction', async () => {
  let seen: http.IncomingHttpHeaders = {};
  const service = await startService((request, response) => {
    seen = request.headers;
    response.setHeader('connection', 'close, x-answer-secret');
    response.setHeader('x-answer-secret', '1');
    response.setHeader('x-answer', '1');
    response.end();
  });
  const edge = await openEdge({ target: service.target });
  const headers = {
    connection: 'x-secret, keep-alive',
    'x-secret': '1',
    te: 'deflate',
    'proxy-authorization': 'x',
    'x-kept': '1',
  };
  const answer = await ask(edge, { headers });
  expect(seen).not.toHaveProperty('x-secret');
  expect(seen).not.toHaveProperty('te');
  expect(seen).not.toHaveProperty('proxy-authorization');
  expect(seen).toHaveProperty('x-kept', '1');
  expect(answer.headers).not.toHaveProperty('x-answer-secret');
  expect(answer.headers).toHaveProperty('x-answer', '1');
});

test('G: no GET fails since the callee closes its idle connections', async () => {
  const service = await startTcpService((socket) => {
    socket.on('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      setTimeout(() => socket.end(), 4);
    });
  });
  const edge = await openEdge({ target: service.target });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  const bad: number[] = [];
  const client = async (): Promise<void> => {
    for (let index = 0; index < 150; index += 1) {
      const { status } = await ask(edge, { agent });
      if (status !== 200) bad.push(status);
      // About the time after which the callee closes, so that many calls meet a connection that is closing.
      await sleep(Math.random() * 6);
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  agent.destroy();
  expect(bad).toEqual([]);
  expect(edge.status()).toMatchObject({ requests: 1200, failures: 0 });
});

test('200 clients that leave take no slot along: the next 200 are answered', async () => {
  let hangs = true;
  const service = await startService((_request, response) => {
    if (!hangs) response.end('here');
  });
  const edge = await openEdge({ target: service.target, timeoutMs: 60_000 });
  const clients = Array.from({ length: 200 }, () => {
    const client = net.connect(edge.port, edge.host);
    client.on('error', () => undefined);
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    return client;
  });
  await until(() => edge.status().inFlight === 200, '200 calls are running');
  for (const client of clients) client.resetAndDestroy();
  await until(() => edge.status().inFlight === 0 && service.connections() === 0, 'everything is free again');
  hangs = false;
  const answers = await Promise.all(Array.from({ length: 200 }, () => ask(edge)));
  expect(answers.every(({ body }) => body === 'here')).toBe(true);
  expect(edge.status()).toMatchObject({ requests: 400, failures: 0, inFlight: 0 });
});
