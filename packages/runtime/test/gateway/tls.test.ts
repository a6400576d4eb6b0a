import { once } from 'node:events';
import https from 'node:https';
import net from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import tls from 'node:tls';
import { beforeAll, expect, test } from 'vitest';
import { ownCertificate } from '../certificate.ts';
import {
  openEdge,
  startService,
  startTcpService,
  type TestEdge,
  type TestPlan,
  type TestService,
  until,
} from './kit.ts';

let certificate: { readonly cert: string; readonly key: string };

beforeAll(async () => {
  certificate = await ownCertificate();
});

function openSecure(service: TestService): Promise<TestEdge> {
  return openEdge({
    entry: true,
    target: service.target,
    certificate,
    guard: { trustedProxies: 0, tls: 'TLSv1.3', hsts: true },
  });
}

const trust = (): tls.ConnectionOptions => ({ ca: certificate.cert, servername: 'localhost' });

test('large bodies pass both ways, and the service knows that the client spoke TLS', async () => {
  const heard: (string | string[] | undefined)[] = [];
  const service = await startService((request, response) => {
    heard.push(request.headers['x-forwarded-proto']);
    request.pipe(response);
  });
  const edge = await openSecure(service);
  const sent = Buffer.alloc(5_000_000, 'abc');
  const request = https.request({ ...trust(), host: edge.host, port: edge.port, method: 'POST', agent: false });
  request.end(sent);
  const [response] = await once(request, 'response');
  expect(sent.equals(await buffer(response))).toBe(true);
  expect([heard, response.headers['strict-transport-security']]).toEqual([['https'], 'max-age=31536000']);
});

test('a connection that is upgraded goes on over TLS, and ends on both sides', async () => {
  const service = await startTcpService((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      socket.pipe(socket);
    });
  });
  const edge = await openSecure(service);
  const client = tls.connect({ ...trust(), host: edge.host, port: edge.port });
  client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  const [head] = await once(client, 'data');
  expect(String(head)).toMatch(/^HTTP\/1\.1 101 /);
  client.write('over and over');
  const [echo] = await once(client, 'data');
  expect(String(echo)).toBe('over and over');
  client.destroy();
  await until(() => service.connections() === 0, 'the connection to the service is closed');
});

test('what is no TLS is no request, and nobody is told anything in clear text', async () => {
  const service = await startService((_request, response) => void response.end());
  const edge = await openSecure(service);
  const plain = await fetch(`http://${edge.host}:${edge.port}/`).then(
    () => 'answered',
    () => 'cut off',
  );
  expect(plain).toBe('cut off');
  expect(edge.status().requests).toBe(0);
  const client = tls.connect({ ...trust(), host: edge.host, port: edge.port });
  client.end('nonsense\r\n\r\n');
  expect(await text(client)).toMatch(/^(?:HTTP\/1\.1 400 [^]*)?$/);
});

test('an edge that is to speak TLS does not open without a certificate', async () => {
  const opening = openEdge({ entry: true, guard: { trustedProxies: 0, tls: 'TLSv1.3' } });
  await expect(opening).rejects.toThrow('is to speak TLS and was given no certificate');
});

test.each([
  ['says nothing', Buffer.alloc(0)],
  ['begins a handshake and leaves it at that', Buffer.from('16030100c8010000c40303', 'hex')],
  ['speaks plain HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
])('a client that %s is cut off, and keeps no edge from closing', async (_, bytes) => {
  const service = await startService((_request, response) => void response.end('answer'));
  const patience = { headersWithinMs: 300, least: { graceMs: 300, bytesPerSecond: 5_000 }, lookEveryMs: 50 };
  const open = (given: TestPlan): Promise<TestEdge> =>
    openEdge({
      entry: true,
      target: service.target,
      certificate,
      guard: { trustedProxies: 0, tls: 'TLSv1.3' },
      ...given,
    });
  const edge = await open({ patience });
  expect(await (await connected(edge, bytes)).closed).toBe('closed');
  const other = await open({ drainMs: 600_000 });
  const client = await connected(other, bytes);
  await other.close();
  expect(await client.closed).toBe('closed');
});

/** A bare connection that has sent something. */
async function connected({ host, port }: TestEdge, bytes: Buffer): Promise<{ closed: Promise<'closed'> }> {
  const client = net.connect(port, host).on('error', () => undefined);
  const closed = new Promise<'closed'>((resolve) => client.once('close', () => resolve('closed')));
  await once(client, 'connect');
  client.write(bytes);
  client.resume();
  return { closed };
}

test('an offer to go on in another version of HTTP is passed over, over TLS as well', async () => {
  const service = await startService((request, response) => request.pipe(response));
  const edge = await openSecure(service);
  const client = tls.connect({ ...trust(), host: edge.host, port: edge.port });
  const got = text(client);
  const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n';
  client.write(`POST / HTTP/1.1\r\nHost: x\r\n${offer}Content-Length: 5\r\n\r\nhel`);
  client.write('loGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect((await got).match(/^HTTP\/1\.1 \d+|hello/gm)).toEqual(['HTTP/1.1 200', 'hello', 'HTTP/1.1 200']);
});
