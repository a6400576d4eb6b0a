import net from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ask, breaker, openEdge, send, startService, until } from './kit.ts';

const firstFailureOpens = { ...breaker, opensAfterFailures: 1 };

/** Sends a request whose body stops half-way. */
function sendHalf(edge: { host: string; port: number }): net.Socket {
  const client = net.connect(edge.port, edge.host);
  client.write('POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 8\r\n\r\nhalf');
  return client;
}

test('a call that takes longer than stated is answered with 504 and ended at the callee', async () => {
  const service = await startService(() => undefined);
  const edge = await openEdge({ target: service.target, timeoutMs: 100 });
  const answer = await ask(edge);
  expect(answer.status).toBe(504);
  expect(answer.ms).toBeGreaterThan(95);
  expect(answer.ms).toBeLessThan(30_000);
  expect(answer.headers['asbuilt-policy']).toBe('timeout=100');
  expect(JSON.parse(answer.body)).toMatchObject({
    type: 'urn:asbuilt:problem:timeout',
    detail: 'API did not answer within 100 ms.',
  });
  await until(() => service.connections() === 0, 'the call to the callee ends');
  expect(edge.status()).toMatchObject({ timeoutMs: 100, requests: 1, failures: 1, inFlight: 0 });
});

test('the time counts to the end of the answer: a callee that dribbles is cut off, and the client told', async () => {
  const service = await startService((_request, response) => {
    const timer = setInterval(() => response.write('.'), 20);
    response.once('close', () => clearInterval(timer));
  });
  const edge = await openEdge({ target: service.target, timeoutMs: 1000 });
  await expect(ask(edge)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await until(() => service.connections() === 0, 'the call to the callee ends');
  expect(edge.status()).toMatchObject({ failures: 1, inFlight: 0 });
});

test('a call that is quick enough is left alone', async () => {
  const service = await startService((_request, response) => void setTimeout(() => response.end('ok'), 50));
  const edge = await openEdge({ target: service.target, timeoutMs: 60_000 });
  expect((await ask(edge)).body).toBe('ok');
});

test('an event stream may last longer than the timeout once it has begun', async () => {
  const service = await startService((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
    setTimeout(() => response.end('data: 2\n\n'), 1500);
  });
  const edge = await openEdge({ target: service.target, timeoutMs: 1000 });
  expect((await ask(edge)).body).toBe('data: 1\n\ndata: 2\n\n');
  // What counts as its latency is how long it took to begin.
  expect(edge.status().p99Ms).toBeLessThan(1400);
});

test('a client that sends slowly gets 408, and the callee is not blamed', async () => {
  const service = await startService((request, response) => void request.resume().on('end', () => response.end()));
  const edge = await openEdge({ target: service.target, timeoutMs: 100, breaker: firstFailureOpens });
  const got = await text(sendHalf(edge));
  expect(got).toMatch(/^HTTP\/1\.1 408 Request Timeout/);
  expect(got).toContain('The request did not arrive within 100 ms.');
  expect(edge.status()).toMatchObject({ failures: 0, breaker: 'closed', inFlight: 0 });
});

test('a client that sends slowly while it is answered already is cut off, and the callee is not blamed', async () => {
  const service = await startService((request, response) => void request.pipe(response));
  const edge = await openEdge({ target: service.target, timeoutMs: 1000, breaker: firstFailureOpens });
  expect(await text(sendHalf(edge))).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(edge.status()).toMatchObject({ requests: 1, failures: 0, breaker: 'closed', inFlight: 0 });
});

test('a client that reads slowly is cut off, and the callee is not blamed', async () => {
  const service = await startService((_request, response) => void response.end(Buffer.alloc(30_000_000)));
  const edge = await openEdge({
    target: service.target,
    timeoutMs: 1500,
    breaker: firstFailureOpens,
  });
  const response = await send(edge, { agent: false });
  await until(() => edge.status().inFlight === 0, 'the client is cut off');
  await expect(text(response)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(edge.status()).toMatchObject({ failures: 0, breaker: 'closed', inFlight: 0 });
});
