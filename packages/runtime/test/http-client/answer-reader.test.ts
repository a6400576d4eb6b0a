import { request } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AnswerReader, type Expected } from '#http-client/answer-reader';
import { ExchangeError } from '#http-client/exchange';
import { Malformed } from '#http-message/malformed';
import { type Read, wellFormed } from './answers.ts';

const usual: Expected = { isToHead: false, mayUpgrade: false };

/** What is read of an answer that comes in these pieces, and why reading ended, if before its end. */
function read(pieces: readonly string[], expected: Expected = usual): { told: readonly Read[]; trouble?: string } {
  const told: Read[] = [];
  const reader = new AnswerReader({
    interim: ({ status, text, raw }) => void told.push({ kind: 'interim', status, text, raw }),
    head: ({ status, text, raw }) => void told.push({ kind: 'head', status, text, raw }),
    data: (bytes, from, to) => {
      const last = told.at(-1);
      const more = bytes.toString('latin1', from, to);
      if (last?.kind === 'data') told[told.length - 1] = { kind: 'data', bytes: last.bytes + more };
      else told.push({ kind: 'data', bytes: more });
    },
    end: (trailers, isKept) => void told.push({ kind: 'end', trailers, isKept }),
    upgrade: ({ status, text, raw }) => void told.push({ kind: 'head', status, text, raw }),
  });
  reader.expect(expected);
  try {
    for (const piece of pieces) {
      // In a buffer that is used again for the next piece, and has old bytes behind the new ones.
      shared.write(piece, 'latin1');
      reader.read(shared, piece.length);
    }
    return { told };
  } catch (error) {
    if (!(error instanceof ExchangeError || error instanceof Malformed)) throw error;
    return { told, trouble: error.message };
  }
}

const shared = Buffer.alloc(64 * 1024, 'HTTP/1.1 200 OK\r\n\r\n');

function cut(text: string, places: readonly number[]): readonly string[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length)).filter((piece) => piece !== '');
}

describe('an answer is read the same', () => {
  test('whatever pieces it comes in', () => {
    fc.assert(
      fc.property(wellFormed, fc.array(fc.nat(), { maxLength: 12 }), (answer, places) => {
        const whole = read([answer]);
        expect(whole.trouble).toBeUndefined();
        expect(whole.told.at(-1)?.kind).toBe('end');
        expect(read(cut(answer, places))).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
  });

  test('byte by byte', () => {
    fc.assert(
      fc.property(wellFormed, (answer) => {
        expect(read(answer.split(''))).toEqual(read([answer]));
      }),
      { numRuns: 300 },
    );
  });
});

describe('what an answer says', () => {
  test('is told: the head, the body, what stands behind it', () => {
    const answer =
      'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n' +
      'HTTP/1.1 200 Gut so\r\nTransfer-Encoding: chunked\r\nX-Odd:  a b\t\r\nx-odd:\r\n\r\n' +
      '3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n';
    expect(read([answer]).told).toEqual([
      { kind: 'interim', status: 103, text: 'Early Hints', raw: ['Link', '</a.css>'] },
      { kind: 'head', status: 200, text: 'Gut so', raw: ['Transfer-Encoding', 'chunked', 'X-Odd', 'a b', 'x-odd', ''] },
      { kind: 'data', bytes: 'abc0123456789' },
      { kind: 'end', trailers: ['X-Sum', '1'], isKept: true },
    ]);
  });

  test.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', true],
    ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, Close\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n', true],
    ['HTTP/1.1 204 No Content\r\n\r\n', true],
    ['HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\n\r\n', true],
    ['HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nab', true],
    ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabHTTP/1.1 200 OK\r\n', false],
  ])('tells whether its connection may carry another call: %j', (answer, isKept) => {
    expect(read([answer]).told.at(-1)).toEqual({ kind: 'end', trailers: [], isKept });
  });

  test('ends with its head where it is to HEAD', () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n';
    expect(read([answer], { ...usual, isToHead: true }).told.at(-1)).toMatchObject({ kind: 'end', isKept: true });
  });
});

/** What could be read in two ways, or is no HTTP. */
const unreadable = [
  'HTTP/2 200 OK\r\n\r\n',
  'HTTP/1.1 099 Low\r\n\r\n',
  'HTTP/1.1 20 Low\r\n\r\n',
  'HTTP/1.1  200 OK\r\n\r\n',
  'ICY 200 OK\r\n\r\n',
  'HTTP/1.1 200 O\0K\r\n\r\n',
  'HTTP/1.1 200 OK\nContent-Length: 0\n\n\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nNo colon\r\n\r\n',
  'HTTP/1.1 200 OK\r\n: nameless\r\n\r\n',
  'HTTP/1.1 200 OK\r\nA: folded\r\n line\r\n\r\n',
  'HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n',
  'HTTP/1.1 200 OK\r\nA: b\x01c\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef',
  'HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nabcdef',
  'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\nabcde',
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n',
  'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nabcde\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcdef\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffff\r\nabcde',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nabcde\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno field\r\n\r\n',
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`,
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${'A: b\r\n'.repeat(5000)}\r\n`,
  `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`,
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n',
];

describe('what is no answer', () => {
  test.each(unreadable)('is not read as one: %j', (answer) => {
    expect(read([answer]).trouble).toMatch(/^A message of HTTP\/1\.1 cannot be read: .+\.$/);
    // Whatever pieces it comes in, and before more than a head's worth of it was kept.
    expect(read(cut(answer, [3, 17, 18, 19, 40, 60, 61, 62])).trouble).toBeDefined();
  });

  test('was not asked for: bytes that come between two calls', () => {
    const reader = new AnswerReader({
      interim: () => undefined,
      head: () => undefined,
      data: () => undefined,
      end: () => undefined,
      upgrade: () => undefined,
    });
    expect(() => reader.read(Buffer.from('HTTP/1.1 408 Request Timeout\r\n\r\n'), 10)).toThrow(/was not asked for/);
  });
});

describe('held against the parser of Node.js', () => {
  let answer = '';
  const server = net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(Buffer.from(answer, 'latin1')));
  });
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

  test('what both take as an answer says the same there and here', async () => {
    // Without a tab, which may stand behind a value (RFC 9110, section 5.5): Node.js takes it for a part of a coding's name.
    const put = fc.constantFrom('', '\r', '\n', ' ', ':', '\0', '0', 'f', ',', ';', 'chunked', '\r\n');
    const damaged = fc.tuple(wellFormed, fc.nat(), put).map(([text, place, more]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + more + text.slice(at + (place % 2));
    });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(damaged, async (text) => {
        answer = text;
        const ours = read([text]);
        // What comes right behind an answer ends its connection, which the other one does not tell of.
        if (ours.trouble !== undefined || !isWhole(ours.told.at(-1))) return;
        const theirs = await byNode(portOf(server.address()));
        if (theirs === undefined) return;
        taken += 1;
        expect(theirs).toEqual(summary(ours.told));
      }),
      { numRuns: 600 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});

interface Summary {
  readonly status: number;
  readonly raw: readonly string[];
  readonly body: string;
  readonly trailers: readonly string[];
}

function isWhole(last: Read | undefined): boolean {
  return last?.kind === 'end' && last.isKept;
}

function summary(told: readonly Read[]): Summary {
  const head = told.find((each) => each.kind === 'head');
  const end = told.at(-1);
  return {
    status: head?.kind === 'head' ? head.status : 0,
    raw: head?.kind === 'head' ? head.raw : [],
    body: told.flatMap((each) => (each.kind === 'data' ? [each.bytes] : [])).join(''),
    trailers: end?.kind === 'end' ? end.trailers : [],
  };
}

/** `undefined` for what is none there: a tab behind a number, say. */
function byNode(port: number): Promise<Summary | undefined> {
  return new Promise((resolve) => {
    const reject = (): void => resolve(undefined);
    const asking = request({ host: '127.0.0.1', port, agent: false }, (response) => {
      let body = '';
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, raw: response.rawHeaders, body, trailers: response.rawTrailers }),
      );
    });
    asking.on('error', reject);
    asking.end();
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
