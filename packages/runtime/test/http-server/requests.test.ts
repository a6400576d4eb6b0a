import { once } from 'node:events';
import net from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReadRequest, send, serveNodes, serveOurs } from './serve.ts';

const last = 'GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

/** Requests that may follow each other on one connection. */
const readable: readonly string[] = [
  'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept:  */* \t\r\nX-Empty:\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\n',
  'POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello',
  'PUT /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x="y"\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
  'DELETE http://x/d HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n',
  'POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\r\n!',
];

function cut(text: string, places: readonly number[]): readonly string[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length)).filter((piece) => piece !== '');
}

describe('requests', () => {
  test('are read as Node.js reads them, whatever pieces they come in', async () => {
    const [ours, nodes] = [await serveOurs(), await serveNodes()];
    const some = fc.array(fc.constantFrom(...readable), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(some, fc.array(fc.nat(), { maxLength: 6 }), async (requests, places) => {
        const text = requests.join('') + last;
        for (const server of [ours, nodes]) server.requests.length = 0;
        await Promise.all([send(ours.port, cut(text, places)), send(nodes.port, [text])]);
        expect(ours.requests).toEqual(nodes.requests);
        expect(ours.requests).toHaveLength(requests.length + 1);
      }),
      { numRuns: 150 },
    );
    expect(ours.troubles).toEqual([]);
  });

  test('that are damaged are refused, or read as Node.js reads them', async () => {
    const [ours, nodes] = [await serveOurs(), await serveNodes()];
    const damage = fc.record({
      at: fc.nat(),
      cuts: fc.nat({ max: 2 }),
      puts: fc.constantFrom(
        '',
        ' ',
        '\r',
        '\n',
        '\r\n',
        ':',
        ',',
        '\0',
        '\t',
        '0',
        'x',
        ';',
        '\x0b',
        '\xa0',
        'chunked',
      ),
    });
    const damaged = fc
      .tuple(fc.constantFrom(...readable), fc.array(damage, { minLength: 1, maxLength: 3 }))
      .map(([request, damages]) => damages.reduce(withDamage, request))
      // Node.js takes no tab behind a length, which RFC 9110, section 5.5, has nothing against.
      .filter((request) => !/content-length:.*\t\r/i.test(request));
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(damaged, async (request) => {
        for (const server of [ours, nodes]) server.requests.length = 0;
        ours.troubles.length = 0;
        await Promise.all([ours, nodes].map(({ port }) => send(port, [request, last], 'by-itself')));
        if (ours.troubles.length > 0) refused += 1;
        const whole = ours.requests.filter((each) => !each.body.endsWith('…') && !isUnclear(each));
        // What is read here is what stands there: who stands before or behind sees the same requests.
        expect(nodes.requests.slice(0, whole.length)).toEqual(whole);
      }),
      { numRuns: 600 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});

/** Whether nobody can tell where its body ends: such a request is handed on to be refused. */
function isUnclear({ body, raw }: ReadRequest): boolean {
  const name = raw.findIndex((each, index) => index % 2 === 0 && each.toLowerCase() === 'transfer-encoding');
  return name !== -1 && body === '';
}

function withDamage(request: string, { at, cuts, puts }: { at: number; cuts: number; puts: string }): string {
  const place = at % request.length;
  return request.slice(0, place) + puts + request.slice(place + cuts);
}

function post(headers: string, body = ''): string {
  return `POST / HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${body}`;
}

describe('what could be read in two ways', () => {
  test.each([
    ['a length beside chunks', post('Content-Length: 3\r\nTransfer-Encoding: chunked', '0\r\n\r\n')],
    ['two lengths', post('Content-Length: 3\r\nContent-Length: 4', 'abcd')],
    ['the same length twice', post('Content-Length: 3\r\nContent-Length: 3', 'abc')],
    ['a list of lengths', post('Content-Length: 3, 3', 'abc')],
    ['a length with a sign', post('Content-Length: +3', 'abc')],
    ['a length in another base', post('Content-Length: 0x3', 'abc')],
    ['no length where one is to be', post('Content-Length:', 'abc')],
    ['a length that nobody can count to', post('Content-Length: 99999999999999999999')],
    ['a space before the colon', post('Transfer-Encoding : chunked', '0\r\n\r\n')],
    ['a folded header', post('X: a\r\n Content-Length: 3', 'abc')],
    ['a bare line feed', 'GET / HTTP/1.1\nHost: x\n\n'],
    ['a bare line feed in a header', post('X: a\nContent-Length: 3', 'abc')],
    ['a bare carriage return', post('X: a\rContent-Length: 3', 'abc')],
    ['a NUL', post('X: a\0b')],
    ['chunks in HTTP/1.0', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a header without a name', post(': x')],
    ['a header without a colon', post('X')],
    ['two spaces in the first line', 'GET  / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a method that nobody knows', 'GOT / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['another version', 'GET / HTTP/2.0\r\nHost: x\r\n\r\n'],
    ['no version', 'GET /\r\n\r\n'],
    ['the beginning of a TLS handshake', '\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03'],
  ])('is refused: %s', async (_, request) => {
    const server = await serveOurs();
    expect(await send(server.port, [request])).toMatch(/^HTTP\/1\.1 400 /);
    expect(server.requests).toEqual([]);
    expect(server.troubles).toEqual(['malformed']);
  });

  test.each([
    ['a size that is none', 'zz\r\nabc\r\n0\r\n\r\n'],
    ['a chunk that is longer than it says', '2\r\nabc\r\n0\r\n\r\n'],
    ['a bare line feed behind a size', '3\nabc\r\n0\r\n\r\n'],
    ['a trailer that is none', '0\r\nno field\r\n\r\n'],
  ])('breaks its request off amid the body: %s', async (_, chunks) => {
    const server = await serveOurs();
    await send(server.port, [post('Transfer-Encoding: chunked', chunks), last]);
    expect(server.troubles).toEqual(['broken']);
    expect(server.requests.filter(({ body }) => !body.endsWith('…'))).toEqual([]);
  });

  test.each(['chunked, gzip', '\xa0chunked', 'gzip,\xa0chunked'])(
    'is read no further where nobody can tell the end of a body: Transfer-Encoding: %j',
    async (coding) => {
      const server = await serveOurs();
      const got = await send(server.port, [post(`Transfer-Encoding: ${coding}`), last]);
      expect(got).toMatch(/\r\nConnection: close\r\n/);
      expect(server.requests).toHaveLength(1);
    },
  );
});

describe('what is too much or too slow', () => {
  test('is a head of more bytes than are let in', async () => {
    const server = await serveOurs();
    await send(server.port, [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}`]);
    expect(server.troubles).toEqual(['head-too-large']);
  });

  test.each([
    ['nothing at all', []],
    ['part of a head', ['GET / HT']],
  ])('is a client that sends %s', async (_, pieces) => {
    const server = await serveOurs(undefined, { headWithinMs: 100 });
    await send(server.port, pieces);
    expect(server.troubles).toEqual(['too-slow']);
  });

  test('is a client that sends nothing but empty lines', async () => {
    const server = await serveOurs(undefined, { headWithinMs: 200 });
    const socket = net.connect(server.port, '127.0.0.1').on('error', () => undefined);
    const dripping = setInterval(() => socket.write('\r\n'), 20);
    await once(socket.resume(), 'close');
    clearInterval(dripping);
    expect(server.troubles).toEqual(['too-slow']);
  });

  test.each([
    ['after a request that cannot be read', 'nonsense\r\n\r\n'],
    ['after a body that cannot be read, and that nobody waits for', `${post('Transfer-Encoding: chunked')}zz\r\n`],
  ])('is a client that keeps its side of the connection open %s', async (_, sent) => {
    const server = await serveOurs(undefined, { isHasty: true });
    const socket = net.connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined).resume();
    socket.write(sent);
    await Promise.race([once(socket, 'end'), once(socket, 'close')]);
    await expect.poll(() => server.connections(), { timeout: 60_000 }).toBe(0);
    socket.destroy();
  });

  test('an expectation that no standard knows, and a tunnel, are told apart', async () => {
    const server = await serveOurs();
    await send(server.port, ['GET / HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n']);
    await send(server.port, ['CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n']);
    expect(server.troubles).toEqual(['unknown-expectation', 'asks-for-tunnel']);
  });
});
