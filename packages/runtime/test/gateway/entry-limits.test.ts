import { once } from 'node:events';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ask, openEdge, sleep, startService, type TestEdge, type TestPlan, until } from './kit.ts';
import { problemOf, sendRaw } from './raw.ts';

const patience = { headersWithinMs: 300, least: { graceMs: 300, bytesPerSecond: 5000 }, lookEveryMs: 50 };

async function openEntry(plan: TestPlan = {}): Promise<{ edge: TestEdge; seen: string[] }> {
  const seen: string[] = [];
  const service = await startService((request, response) => {
    seen.push(request.url ?? '');
    request.resume();
    if (request.url === '/large') response.end(Buffer.alloc(40_000_000));
    else request.on('end', () => response.end('answer'));
  });
  const edge = await openEdge({ entry: true, name: 'User → API', target: service.target, ...plan });
  return { edge, seen };
}

const headers = (many: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: many }, (_, index) => [`x-${index}`, '1']));

const isOver = (edge: TestEdge) => () => edge.status().inFlight === 0;

test('headers that are too large together are refused with the reason', async () => {
  const { edge, seen } = await openEntry();
  const answer = await sendRaw(edge, `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'a'.repeat(20_000)}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 431 [^]*Asbuilt-Policy: header-limit=exceeded\r\n/);
  expect(problemOf(answer)).toEqual({
    type: 'urn:asbuilt:problem:headers-too-large',
    title: 'Request Header Fields Too Large',
    status: 431,
    detail: 'The headers of the request are larger than the 16384 bytes that are let in.',
    edge: expect.stringMatching(/^User .* API$/),
    policy: 'header-limit=exceeded',
  });
  expect(seen).toEqual([]);
  expect(await edge.options.telemetry.metrics.text()).toContain('policy="header-limit=exceeded"} 1');
});

test('so are a hundred headers and one', async () => {
  const { edge, seen } = await openEntry();
  // Two more are the client's own.
  expect((await ask(edge, { headers: headers(98) })).status).toBe(200);
  const answer = await ask(edge, { headers: headers(99) });
  expect([answer.status, answer.headers['asbuilt-policy']]).toEqual([431, 'header-limit=exceeded']);
  expect(seen).toHaveLength(1);
});

test('the profile may bound both in another way', async () => {
  const { edge } = await openEntry({ headerBytes: 4_000, guard: { trustedProxies: 0, mostHeaders: 10 } });
  const large = { 'x-large': 'a'.repeat(3_000) };
  expect((await ask(edge, { headers: { ...headers(7), ...large } })).status).toBe(200);
  expect((await ask(edge, { headers: { ...headers(8), ...large } })).status).toBe(431);
  const answer = await sendRaw(edge, `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'a'.repeat(5_000)}\r\n\r\n`);
  expect(problemOf(answer)).toMatchObject({ detail: expect.stringContaining('larger than the 4000 bytes') });
});

test('headers that trickle in end in time, and so does a connection that says nothing', async () => {
  const { edge } = await openEntry({ patience });
  const client = net.connect(edge.port, edge.host);
  client.on('error', () => undefined);
  client.write('GET / HTTP/1.1\r\nHost: x\r\n');
  const trickle = setInterval(() => client.write('X-A: b\r\n'), 30);
  let got = '';
  client.on('data', (chunk) => {
    got += chunk.toString('latin1');
  });
  const [silent] = await Promise.all([sendRaw(edge), once(client, 'close')]);
  clearInterval(trickle);
  expect(got).toMatch(/^HTTP\/1\.1 408 /);
  expect(problemOf(got)).toMatchObject({ policy: 'pace=too-slow', detail: expect.stringContaining('within 300 ms') });
  expect(silent).toMatch(/^(?:HTTP\/1\.1 408 [^]*)?$/);
});

test('a body that trickles in ends, and the call to the service with it', async () => {
  const { edge } = await openEntry({ patience });
  const client = net.connect(edge.port, edge.host);
  client.on('error', () => undefined);
  client.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n');
  const trickle = setInterval(() => client.write('x'), 20);
  let got = '';
  client.on('data', (chunk) => {
    got += chunk.toString('latin1');
  });
  await once(client, 'close');
  clearInterval(trickle);
  expect(got).toMatch(/^HTTP\/1\.1 408 /);
  expect(problemOf(got)).toMatchObject({
    type: 'urn:asbuilt:problem:too-slow',
    edge: 'User â\u0086\u0092 API',
    policy: 'pace=too-slow',
  });
  await until(isOver(edge), 'the call is over');
  // It is nobody's failure but the client's.
  expect(edge.status().failures).toBe(0);
});

test('a body that comes as fast as is asked is let through, however long it takes', async () => {
  const { edge } = await openEntry({ patience });
  const client = net.connect(edge.port, edge.host);
  client.write('POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 600000\r\n\r\n');
  const [, got] = await Promise.all([
    (async () => {
      // A hundred times as fast as is asked, for where the machine is busy.
      for (let sent = 0; sent < 600_000; sent += 20_000) {
        client.write('x'.repeat(20_000));
        await sleep(40);
      }
    })(),
    (async () => {
      let all = '';
      for await (const chunk of client) all += String(chunk);
      return all;
    })(),
  ]);
  expect(got).toMatch(/^HTTP\/1\.1 200 /);
});

test('who does not read an answer is left, also when all of it has come', async () => {
  const { edge } = await openEntry({ patience });
  const client = net.connect({ port: edge.port, host: edge.host });
  client.on('error', () => undefined);
  client.pause();
  client.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => edge.status().requests === 1 && edge.status().inFlight === 0, 'the call is over');
  expect(edge.status().failures).toBe(0);
  client.resume();
  await once(client, 'close');
  expect(client.bytesRead).toBeLessThan(40_000_000);
});

test('a call that waits for its service is not taken for a slow client', async () => {
  const service = await startService((request, response) => {
    request.resume();
    setTimeout(() => response.end('late'), 900);
  });
  const edge = await openEdge({ entry: true, target: service.target, patience });
  expect(await ask(edge, { method: 'POST', body: 'x' })).toMatchObject({ status: 200, body: 'late' });
});

test('what is no HTTP is refused with a sentence', async () => {
  const { edge, seen } = await openEntry();
  for (const bytes of [
    '\x16\x03\x01\x02\x00',
    'GET / HTTP/1.1\r\nHost : x\r\n\r\n',
    'GET /\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ]) {
    const answer = await sendRaw(edge, Buffer.from(bytes, 'latin1'));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(problemOf(answer)).toMatchObject({ type: expect.stringMatching(/:(?:unreadable|bad-request)$/) });
  }
  expect(seen).toEqual([]);
});

test('a request without a host, and one for a tunnel, are told why they are refused, as any other', async () => {
  const { edge, seen } = await openEntry();
  expect(problemOf(await sendRaw(edge, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'))).toMatchObject({
    type: 'urn:asbuilt:problem:bad-request',
    status: 400,
    detail: expect.stringContaining('it names no host'),
    edge: expect.stringMatching(/^User .* API$/),
  });
  const tunnel = await sendRaw(edge, 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n');
  expect(tunnel).toMatch(/^HTTP\/1.1 501 Not Implemented\r\n/);
  expect(problemOf(tunnel)).toMatchObject({ type: 'urn:asbuilt:problem:no-tunnels', status: 501 });
  expect(seen).toEqual([]);
});

const post = (rest: string) => `POST /upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${rest}`;

test.each([
  ['a size that is none', 'zz\r\n'],
  ['more than the size says', '3\r\nabcd\r\n'],
  ['lines that end in LF alone', '3\nabc\n0\n\n'],
  ['a size beyond all bounds', 'fffffffffffffffff\r\n'],
])(
  'a body that breaks in the middle is refused while there is no answer, and the callee is told: %s',
  async (_, rest) => {
    let broken = 0;
    const service = await startService((request) => {
      request.on('error', () => (broken += 1)).resume();
    });
    const edge = await openEdge({ entry: true, name: 'User → API', target: service.target });
    const answer = await sendRaw(edge, post('3\r\nabc\r\n'), post(rest).slice(post('').length));
    expect(answer).toMatch(/^HTTP\/1.1 400 [^]*\r\nConnection: close\r\n/);
    expect(problemOf(answer)).toMatchObject({ detail: expect.stringContaining('its body cannot be read') });
    await until(isOver(edge), 'the call is over');
    await until(() => service.connections() === 0, 'the callee is told');
    expect(edge.status()).toMatchObject({ requests: 1, failures: 0 });
  },
);

test('what is wrong with the body of a request is no reason to refuse the one in front of it', async () => {
  const service = await startService((_request, response) => void setTimeout(() => response.end('first'), 50));
  const edge = await openEdge({ entry: true, name: 'User → API', target: service.target });
  const got = sendRaw(edge, 'GET /first HTTP/1.1\r\nHost: x\r\n\r\n', post('zz\r\n'));
  expect(await got).toMatch(/^HTTP\/1\.1 200 [^]*first[^]*HTTP\/1\.1 400 /);
  await until(isOver(edge), 'both calls are over');
});

test('a connection over which nothing was asked keeps no edge from closing, and one over which something is asked does', async () => {
  const held: (() => void)[] = [];
  const service = await startService((_request, response) => void held.push(() => response.end('answer')));
  const edge = await openEdge({ entry: true, name: 'User → API', target: service.target, drainMs: 600_000 });
  const [silent, asking] = [net.connect(edge.port, edge.host), net.connect(edge.port, edge.host)];
  const got = text(asking);
  silent.on('error', () => undefined).resume();
  await Promise.all([once(silent, 'connect'), once(asking, 'connect')]);
  asking.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => held.length === 1, 'the service is asked');
  const closed = edge.close();
  await once(silent, 'close');
  held[0]?.();
  expect(await got).toMatch(/^HTTP\/1.1 200 [^]*\r\nConnection: close\r\n[^]*answer$/);
  await closed;
});
