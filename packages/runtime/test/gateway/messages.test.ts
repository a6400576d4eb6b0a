import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { ask, openEdge, startService, startTcpService, type TestEdge } from './kit.ts';
import { problemOf, sendRaw } from './raw.ts';

// How messages pass an HTTP edge, apart from their bodies: interim answers, trailers, answers without a body, old clients.

/** A callee that answers every request with these bytes and keeps what it was asked with. */
async function rawService(answer: string): Promise<{ edge: TestEdge; asked: () => string }> {
  let asked = '';
  const service = await startTcpService((socket) => {
    socket.on('data', (chunk) => {
      asked += chunk.toString('latin1');
      if (/\r\n\r\n(?:$|[^]*\r\n\r\n$)/.test(asked)) socket.write(answer, 'latin1');
    });
  });
  return { edge: await openEdge({ target: service.target }), asked: () => asked };
}

const get = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('interim answers', () => {
  test('reach the client in their order, whatever they are, without what concerns one connection', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nKeep-Alive: timeout=1\r\n\r\n';
    const { edge } = await rawService(`HTTP/1.1 102 Processing\r\n\r\n${hints}${hints}${ok}`);
    const answer = await sendRaw(edge, get);
    const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n';
    expect(answer.startsWith(`HTTP/1.1 102 Processing\r\n\r\n${early}${early}HTTP/1.1 200 OK\r\n`)).toBe(true);
    expect(answer.endsWith('\r\n\r\nok')).toBe(true);
    expect(edge.status()).toMatchObject({ requests: 1, failures: 0 });
  });

  test('of a callee that says to go on, though nobody asked, are for nobody', async () => {
    const { edge } = await rawService(`HTTP/1.1 100 Continue\r\n\r\n${ok}`);
    expect(await sendRaw(edge, get)).toMatch(/^HTTP\/1.1 200 OK/);
    expect(edge.status()).toMatchObject({ requests: 1, failures: 0 });
  });

  test('are nothing for a client of HTTP/1.0', async () => {
    const { edge } = await rawService(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${ok}`);
    expect(await sendRaw(edge, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 OK/);
  });
});

/** Asks for leave to send a body, and sends it, if there is one, when it gets that. */
async function talk(edge: TestEdge, body?: string): Promise<string> {
  const client = net.connect(edge.port, edge.host);
  let got = '';
  client.on('data', (chunk) => {
    got += chunk.toString('latin1');
    if (body !== undefined && got === 'HTTP/1.1 100 Continue\r\n\r\n') client.write(body);
  });
  const close = body === undefined ? '' : 'Connection: close\r\n';
  client.write(`POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n${close}\r\n`);
  await once(client, 'close');
  return got;
}

describe('a client that waits for leave to send its body (Expect: 100-continue)', () => {
  test('gets it once nothing stands between it and the callee', async () => {
    const service = await startService((request, response) => void request.pipe(response));
    const edge = await openEdge({ target: service.target });
    const answer = await talk(edge, 'body');
    expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK\r\n/);
    expect(answer).toContain('body');
  });

  test('is answered without sending it when the edge refuses the call, and that ends the connection', async () => {
    const edge = await openEdge({ target: () => undefined });
    const answer = await talk(edge);
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
    expect(answer).toMatch(/\r\nConnection: close\r\n/i);
  });

  test('is not asked for a body that is too large', async () => {
    const edge = await openEdge({
      target: () => undefined,
      entry: true,
      guard: { bodyLimitBytes: 3, trustedProxies: 0 },
    });
    expect(await talk(edge)).toMatch(/^HTTP\/1.1 413 /);
  });
});

describe('trailers', () => {
  test.each([
    ['announced', 'Trailer: X-Sum\r\n'],
    ['not announced', ''],
  ])('of an answer reach the client, %s', async (_how, announced) => {
    const chunks = '2\r\nok\r\n0\r\nX-Sum: 1\r\nX-Sum: 2\r\nContent-Type: a/b\r\nSet-Cookie: a=1\r\n\r\n';
    const { edge } = await rawService(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${announced}\r\n${chunks}`);
    const answer = await sendRaw(edge, get);
    expect(/\r\nTrailer: X-Sum\r\n/.test(answer)).toBe(announced !== '');
    expect(answer.endsWith('\r\n0\r\nX-Sum: 1\r\nX-Sum: 2\r\n\r\n')).toBe(true);
  });

  test('of an answer are left out for a client that knows no chunks', async () => {
    const { edge } = await rawService(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n',
    );
    const answer = await sendRaw(edge, 'GET / HTTP/1.0\r\n\r\n');
    expect(answer).not.toMatch(/trailer|x-sum|chunked/i);
    expect(answer.endsWith('\r\n\r\nok')).toBe(true);
  });

  test.each(['with the body', 'long after it'])('of a request reach the callee when they come %s', async (when) => {
    const seen: (NodeJS.Dict<string> | string)[] = [];
    const service = await startService((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.once('end', () => {
        seen.push(body, request.headers['trailer'] ?? '', request.trailers);
        response.end();
      });
    });
    const edge = await openEdge({ target: service.target });
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n';
    const rest = '0\r\nX-Sum: 1\r\nHost: evil\r\nAuthorization: me\r\n\r\n';
    const client = net.connect(edge.port, edge.host);
    let got = '';
    client.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    for (let count = 0; count < 3; count += 1) {
      if (when === 'with the body') client.write(`${head}\r\n4\r\nbody\r\n${rest}`);
      else {
        client.write(`${head}\r\n4\r\nbody\r\n`);
        setTimeout(() => client.write(rest), 50);
      }
      await expect.poll(() => got.match(/^HTTP\/1\.1 200 /gm)).toHaveLength(count + 1);
    }
    client.destroy();
    // The next request on the same connection has none.
    await ask(edge, { method: 'POST', headers: { 'transfer-encoding': 'chunked' }, body: 'plain' });
    const one = ['body', 'X-Sum', { 'x-sum': '1' }];
    expect(seen).toEqual([...one, ...one, ...one, 'plain', '', {}]);
  });

  test('are asked for in the name of a client that reads them, and of no other', async () => {
    const { edge, asked } = await rawService(ok);
    await sendRaw(edge, get.replace('close', 'close, TE').replace('Host', 'TE: trailers, deflate\r\nHost'));
    expect(asked()).toContain('\r\nConnection: TE\r\nTE: trailers\r\n');
    const before = asked().length;
    await sendRaw(edge, get);
    expect(asked().slice(before)).not.toMatch(/TE:|, TE/);
  });
});

describe('a body that comes in another coding than chunks', () => {
  const rest = '\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
  const begun = 'POST / HTTP/1.1\r\nHost: x\r\n';

  test.each([
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: gzip\r\ntransfer-encoding: chunked',
    'Transfer-Encoding: identity, chunked',
    'Transfer-Encoding: , chunked',
    'Transfer-Encoding: x;q="1, 2", chunked',
  ])('is refused with 501 before anybody is called: %j', async (coded) => {
    const { edge, asked } = await rawService(ok);
    const answer = await sendRaw(edge, `${begun}${coded}${rest}`);
    expect(answer).toMatch(/^HTTP\/1.1 501 Not Implemented\r\n/);
    expect(answer).toMatch(/\r\nConnection: close\r\n/);
    expect(problemOf(answer)).toMatchObject({ type: 'urn:asbuilt:problem:unknown-coding', status: 501 });
    expect(asked()).toBe('');
    expect(edge.status()).toMatchObject({ requests: 1, failures: 0, inFlight: 0 });
  });

  test.each([
    'gzip',
    'identity',
    'chunked, gzip',
    'chunked, chunked',
    'chunked\r\nTransfer-Encoding: gzip',
    'xchunked',
  ])('is refused with 400 where nobody can tell its end: %j', async (coding) => {
    const { edge, asked } = await rawService(ok);
    expect(await sendRaw(edge, `${begun}Transfer-Encoding: ${coding}${rest}`)).toMatch(/^HTTP\/1.1 400 /);
    expect(asked()).toBe('');
  });

  const behind = 'POST /behind HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n';

  test.each([
    ['501', 'gzip, chunked', `${behind}\r\nhi`],
    ['501', 'gzip, chunked', `${behind}Expect: 100-continue\r\n\r\nhi`],
    ['501', 'gzip, chunked', 'GET /behind HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['400', 'gzip', `${behind}\r\nhi`],
    ['400', 'chunked, gzip', `${behind}\r\nhi`],
  ])('is refused with %s, and what stands behind it is no request: %s, %j', async (status, coding, next) => {
    const seen: string[] = [];
    const service = await startService((request, response) => {
      seen.push(request.url ?? '');
      response.end();
    });
    const coded = `${begun}Transfer-Encoding: ${coding}${rest}`;
    for (const entry of [true, false]) {
      const edge = await openEdge({ target: service.target, entry });
      for (const pieces of [[coded + next + next], [coded, next]]) {
        const answer = await sendRaw(edge, ...pieces);
        expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual([`HTTP/1.1 ${status}`]);
      }
      // What was taken for a call would be on its way now, in front of this one.
      expect((await ask(edge, { path: '/after' })).status).toBe(200);
      await expect.poll(() => edge.status().inFlight, { timeout: 60_000 }).toBe(0);
    }
    expect(seen).toEqual(['/after', '/after']);
  });

  test.each(['chunked', 'CHUNKED', '\tchunked '])('is no other one however chunks are written: %j', async (coding) => {
    const service = await startService((request, response) => void request.pipe(response));
    const edge = await openEdge({ target: service.target });
    const answer = await sendRaw(edge, `${begun}Connection: close\r\nTransfer-Encoding: ${coding}${rest}`);
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\r\n3\r\nabc\r\n/);
  });
});

describe('an answer without a body', () => {
  test.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n', /\r\nContent-Length: 1000\r\n/],
    ['HEAD', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', /^HTTP\/1.1 200/],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n', /^HTTP\/1.1 204/],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\nETag: "1"\r\n\r\n', /\r\nETag: "1"\r\n/],
  ])('to %s ends with its head: %j', async (method, answered, head) => {
    const { edge } = await rawService(answered);
    const keep = `${method} / HTTP/1.1\r\nHost: x\r\n\r\n`;
    const answer = await sendRaw(edge, keep, get.replace('GET', method));
    const [first, second, rest] = answer.split('\r\n\r\n');
    expect(`${first}\r\n`).toMatch(head);
    expect(`${second}\r\n`).toMatch(head);
    expect(rest).toBe('');
  });
});

describe('a client of HTTP/1.0', () => {
  test('gets a body without chunks, which ends with the connection', async () => {
    const service = await startService((_request, response) => {
      response.write('one ');
      setTimeout(() => response.end('two'), 20);
    });
    const edge = await openEdge({ target: service.target });
    const answer = await sendRaw(edge, 'GET / HTTP/1.0\r\n\r\n');
    expect(answer).not.toMatch(/transfer-encoding/i);
    expect(answer.endsWith('\r\n\r\none two')).toBe(true);
  });

  test('may keep its connection if it asks for that and the length is known', async () => {
    const service = await startService((_request, response) => void response.setHeader('content-length', 2).end('ok'));
    const edge = await openEdge({ target: service.target });
    const one = 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n';
    const answer = await sendRaw(edge, one, one, 'GET / HTTP/1.0\r\n\r\n');
    expect(answer.match(/\r\n\r\nok/g)).toHaveLength(3);
  });
});

test('headers that concern one connection are not passed on, in neither direction', async () => {
  let seen: http.IncomingHttpHeaders = {};
  const service = await startService((request, response) => {
    seen = request.headers;
    response.setHeader('connection', 'close, x-answer-secret');
    response.setHeader('x-answer-secret', '1');
    response.setHeader('proxy-authenticate', 'Basic');
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
  expect(answer.headers).not.toHaveProperty('proxy-authenticate');
  expect(answer.headers).toHaveProperty('x-answer', '1');
});

test('a large body is collected neither way', { timeout: 120_000 }, async () => {
  const bytes = 256 * 1024 * 1024;
  const service = await startService((request, response) => void request.pipe(response));
  const edge = await openEdge({ target: service.target });
  const before = process.memoryUsage().rss;
  let most = 0;
  const piece = Buffer.alloc(1024 * 1024, 'x');
  const request = http.request({ host: edge.host, port: edge.port, method: 'POST', agent: false });
  const answered = once(request, 'response');
  const sent = (async () => {
    for (let left = bytes; left > 0; left -= piece.length) {
      if (!request.write(piece)) await once(request, 'drain');
    }
    request.end();
  })();
  const [response] = await answered;
  let got = 0;
  for await (const chunk of response) {
    got += chunk.length;
    most = Math.max(most, process.memoryUsage().rss);
  }
  await sent;
  expect(got).toBe(bytes);
  expect((most - before) / 1024 / 1024).toBeLessThan(128);
});
