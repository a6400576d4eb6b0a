import type { Chance } from './chance.ts';

/** What must never get to a service as a request of its own. */
const hidden = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
const hiddenInChunks = `0\r\n\r\n${hidden}`;
const length = hiddenInChunks.length;

/** Wrong beside a length; without one they say how long the body is, and what comes after it is another request. */
const encodings: readonly string[] = [
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: Chunked',
  'Transfer-Encoding:\tchunked',
  'Transfer-Encoding: identity, chunked',
  'Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked',
  'Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked',
];
/** Wrong in any company. */
const brokenEncodings: readonly string[] = [
  'Transfer-Encoding: chunked, identity',
  'Transfer-Encoding: chunked, chunked',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding: "chunked"',
  'Transfer-Encoding: chunked\u000b',
  'Transfer-Encoding: chunked\u0000',
  'Transfer-Encoding : chunked',
  ' Transfer-Encoding: chunked',
  'X: y\r\n Transfer-Encoding: chunked',
  'X: y\nTransfer-Encoding: chunked',
  'X: y\rTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
  'Transfer-\u0000Encoding: chunked',
];

const lengths: readonly string[] = [
  `Content-Length: ${length}`,
  `Content-Length: +${length}`,
  `Content-Length: ${length}, ${length}`,
  `Content-Length: 0x${length.toString(16)}`,
  `Content-Length: ${length}\r\nContent-Length: 5`,
  `Content-Length: 5\r\nContent-Length: ${length}`,
  `Content-Length: ${length}abc`,
  `Content-Length: -${length}`,
  `Content-Length: ${length}\u0000`,
  `Content-Length : ${length}`,
  `Content-Length: 1 ${length}`,
  `Content-Length: 99999999999999999999`,
  `Connection: Content-Length\r\nContent-Length: ${length}`,
  `Content-Length:\r\n ${length}`,
];

/** Two ways to say how long a body is, or one that can be read in two ways. */
function smuggling(id: number, { pick, next }: Chance): string {
  const both = [pick(lengths), pick([...encodings, ...brokenEncodings])];
  const [first, second] = next() < 0.5 ? both : both.toReversed();
  const one = next() < 0.5 ? pick(lengths.slice(1)) : pick(brokenEncodings);
  const said = next() < 0.8 ? `${first}\r\n${second}` : one;
  return `POST /r/${id} HTTP/1.1\r\nHost: x\r\n${said}\r\n\r\n${hiddenInChunks}`;
}

const chunks: readonly string[] = [
  '5;ext=1\r\nhello\r\n0\r\n\r\n',
  '0x5\r\nhello\r\n0\r\n\r\n',
  '-5\r\nhello\r\n0\r\n\r\n',
  'FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n',
  '5 \r\nhello\r\n0\r\n\r\n',
  '5\nhello\n0\n\n',
  '5\r\nhello0\r\n\r\n',
  '5\r\nhel',
  `5;${'x'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`,
  '5\r\nhello\r\n0\r\nTrailer: x\r\n\r\n',
  `5\r\nhello\r\n0\r\nTrailer: ${'x'.repeat(20_000)}\r\n\r\n`,
];

const heads: readonly string[] = [
  'GET /r/ID HTTP/1.1\r\n\r\n',
  'GET /r/ID HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
  'GET /r/ID HTTP/1.1\nHost: x\n\n',
  'GET /r/ID HTTP/1.1\r\r\nHost: x\r\n\r\n',
  'GET /r/ID HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n',
  'GET /r/ID HTTP/1.1\r\nHost: x\r\n: no name\r\n\r\n',
  'GET /r/ID HTTP/1.1\r\nHost: x\r\nA\u0000B: c\r\n\r\n',
  'GET /r/ID HTTP/1.1\r\nHost: x\r\nA: b\u0000c\r\n\r\n',
  'GET /r/ID HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n',
  'GET /r/ID with spaces HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://elsewhere:1/r/ID HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET //elsewhere/r/ID HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /r/ID\r\n',
  'GET /r/ID HTTP/0.9\r\n\r\n',
  'GET /r/ID HTTP/3.7\r\nHost: x\r\n\r\n',
  'get /r/ID HTTP/1.1\r\nHost: x\r\n\r\n',
  'CONNECT elsewhere:1 HTTP/1.1\r\nHost: elsewhere:1\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /r/ID HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n\r\n',
  'GET /r/ID HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
  'GET /r/ID HTTP/1.1\r\nHost: x\r\nExpect: something\r\n\r\n',
  'POST /r/ID HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
];

const whole = (id: number): string =>
  `POST /r/${id} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nX-Some: thing\r\nContent-Length: 5\r\n\r\nhello`;

function huge(id: number, { pick }: Chance): string {
  const x = 'x'.repeat(20_000);
  return pick([
    `GET /r/${id}?${x} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `GET /r/${id} HTTP/1.1\r\nHost: x\r\nX: ${x}\r\n\r\n`,
    `GET /r/${id} HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(300)}\r\n`,
    `POST /r/${id} HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n${x}`,
    `${x} /r/${id} HTTP/1.1\r\nHost: x\r\n\r\n`,
  ]);
}

function flipped(id: number, { whole: number }: Chance): Buffer {
  const bytes = Buffer.from(whole(id), 'latin1');
  for (let flips = 1 + number(3); flips > 0; flips -= 1) {
    const at = number(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << number(8));
  }
  return bytes;
}

/** A request that is wrong in some way; most of them are. */
export function malformedRequest(id: number, chance: Chance): Buffer {
  const kind = chance.whole(10);
  if (kind < 3) return Buffer.from(smuggling(id, chance), 'latin1');
  if (kind < 5) return Buffer.from(chance.pick(heads).replaceAll('ID', String(id)), 'latin1');
  if (kind < 6) return Buffer.from(whole(id).slice(0, chance.whole(whole(id).length)), 'latin1');
  if (kind < 7) return flipped(id, chance);
  if (kind < 8) return Buffer.from(huge(id, chance), 'latin1');
  if (kind < 9) return chance.bytes(1 + chance.whole(600));
  const head = `POST /r/${id} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`;
  return Buffer.from(head + chance.pick(chunks), 'latin1');
}
