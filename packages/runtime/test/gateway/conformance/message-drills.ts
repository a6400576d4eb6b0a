import { createHash } from 'node:crypto';
import http from 'node:http';
import type net from 'node:net';
import type { Duplex } from 'node:stream';
import {
  call,
  comesToHold,
  type Drill,
  type OpenProxy,
  type Seen,
  talk,
  withHttp,
  withServer,
  withTcp,
} from './drill.ts';

/** How messages are to pass. */
export const messageDrills: readonly Drill[] = [
  { title: 'Headers that `Connection` names are not passed on, in either direction', run: nominated },
  { title: 'An answer begins before the upstream has ended it', run: answersAtOnce },
  { title: 'A body reaches the upstream before the client has ended it', run: asksAtOnce },
  { title: '103 Early Hints reach the client', run: earlyHints },
  { title: 'Trailers of an answer reach the client', run: answerTrailers },
  { title: 'Trailers of a request reach the upstream', run: requestTrailers },
  { title: '`Expect: 100-continue`: the client is told to go on, and answered', run: expectContinue },
  { title: 'A WebSocket carries messages both ways', run: upgrade },
  { title: 'A 304 that names a length ends with its head', run: notModified },
  { title: 'A client of HTTP/1.0 gets no chunks', run: oldClient },
  { title: 'Length and chunks at the same time: refused, or one request and not two', run: smuggling },
];

function nominated(open: OpenProxy): Promise<Seen> {
  let seen: http.IncomingHttpHeaders = {};
  const handler: http.RequestListener = (request, response) => {
    seen = request.headers;
    response.setHeader('connection', 'close, x-answer-secret');
    response.setHeader('x-answer-secret', '1');
    response.end();
  };
  return withHttp(open, handler, async ({ proxy }) => {
    const got = await call(proxy.port, { headers: { connection: 'x-secret, close', 'x-secret': '1' } });
    const passed = [
      ...('x-secret' in seen ? ['to the upstream'] : []),
      ...(typeof got !== 'string' && 'x-answer-secret' in got.headers ? ['to the client'] : []),
    ];
    return { holds: passed.length === 0, what: passed.length === 0 ? 'left out' : `passed ${passed.join(' and ')}` };
  });
}

const answersFirst: http.RequestListener = (_request, response) => void response.write('first');

function answersAtOnce(open: OpenProxy): Promise<Seen> {
  return withHttp(open, answersFirst, async ({ proxy }) => {
    const got = await talk(proxy.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', /first/);
    return yes(got.includes('first'), 'held back');
  });
}

function asksAtOnce(open: OpenProxy): Promise<Seen> {
  let came = false;
  const handler: http.RequestListener = (request) => void request.once('data', () => (came = true));
  return withHttp(open, handler, async ({ proxy }) => {
    const request = http.request({ host: '127.0.0.1', port: proxy.port, method: 'POST', agent: false });
    request.on('error', () => undefined);
    request.write('first');
    const holds = await comesToHold(() => came);
    request.destroy();
    return yes(holds, 'held back');
  });
}

const get = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

/** A proxy in front of a callee that answers each request with these bytes. */
function withBytes(open: OpenProxy, bytes: string, work: (port: number) => Promise<Seen>): Promise<Seen> {
  return withTcp(
    open,
    (socket) => void socket.on('data', () => socket.write(bytes)),
    ({ proxy }) => work(proxy.port),
  );
}

function earlyHints(open: OpenProxy): Promise<Seen> {
  const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n';
  return withBytes(open, `${hints}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`, async (port) => {
    const got = await talk(port, get, /ok$/);
    return yes(/^HTTP\/1.1 103 [^]*HTTP\/1.1 200 /.test(got), 'left out');
  });
}

function answerTrailers(open: OpenProxy): Promise<Seen> {
  const answer =
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n';
  return withBytes(open, answer, async (port) => {
    const got = await talk(port, get.replace('close', 'close, TE').replace('Host', 'TE: trailers\r\nHost'));
    return yes(/ok\r\n0\r\nX-Sum: 1\r\n/i.test(got), 'left out');
  });
}

function requestTrailers(open: OpenProxy): Promise<Seen> {
  let trailers: NodeJS.Dict<string> = {};
  const handler: http.RequestListener = (request, response) => {
    request.resume().once('end', () => {
      trailers = request.trailers;
      response.end('ok');
    });
  };
  return withHttp(open, handler, async ({ proxy }) => {
    const head =
      'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n';
    await talk(proxy.port, `${head}2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n`);
    return yes(trailers['x-sum'] === '1', 'left out');
  });
}

const echoes: http.RequestListener = (request, response) => void request.pipe(response);

function expectContinue(open: OpenProxy): Promise<Seen> {
  return withHttp(open, echoes, async ({ proxy }) => {
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n';
    let sent = false;
    const got = await talk(proxy.port, head, /\r\n\r\n[^]*\r\n\r\n[^]*body/, (so, socket) => {
      if (sent || !/^HTTP\/1.1 100 [^]*\r\n\r\n/.test(so)) return;
      sent = true;
      socket.write('body');
    });
    return yes(/^HTTP\/1.1 100 [^]*HTTP\/1.1 200 [^]*body/.test(got), 'not answered');
  });
}

/** A message of one word, from a server and, masked with zeros, from a client (RFC 6455). */
const fromServer = '\x81\x05hello';
const fromClient = '\x81\x85\0\0\0\0hello';

function upgrade(open: OpenProxy): Promise<Seen> {
  const server = http.createServer();
  server.on('upgrade', ({ headers }: http.IncomingMessage, socket: Duplex) => {
    const key = `${headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.on('error', () => socket.destroy());
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('data', () => socket.write(fromServer, 'latin1'));
  });
  return withServer(open, server, async ({ proxy }) => {
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';
    const ask = `GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n`;
    let sent = false;
    const got = await talk(proxy.port, ask, /hello$/, (so, socket: net.Socket) => {
      if (sent || !/^HTTP\/1.1 101 [^]*\r\n\r\n/.test(so)) return;
      sent = true;
      socket.write(fromClient, 'latin1');
    });
    return yes(got.endsWith(fromServer), 'not upgraded');
  });
}

function notModified(open: OpenProxy): Promise<Seen> {
  return withBytes(open, 'HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\nETag: "1"\r\n\r\n', async (port) => {
    const got = await talk(port, get);
    const holds = /^HTTP\/1.1 304 [^]*\r\n\r\n$/.test(got);
    return { holds, what: holds ? 'yes' : (got.split('\r\n', 1)[0] || 'broken off').replace('HTTP/1.1 ', '') };
  });
}

const answersInTwo: http.RequestListener = (_request, response) => {
  response.write('one ');
  response.end('two');
};

function oldClient(open: OpenProxy): Promise<Seen> {
  return withHttp(open, answersInTwo, async ({ proxy }) => {
    const got = await talk(proxy.port, 'GET / HTTP/1.0\r\nHost: x\r\n\r\n');
    return yes(/^HTTP\/1.[01] 200[^]*\r\n\r\none two$/.test(got) && !/chunked/i.test(got), 'chunks');
  });
}

function smuggling(open: OpenProxy): Promise<Seen> {
  let calls = 0;
  const handler: http.RequestListener = (request, response) => {
    calls += 1;
    request.resume().once('end', () => response.end('ok'));
  };
  return withHttp(open, handler, async ({ proxy }) => {
    const inner = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
    const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${inner.length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const got = await talk(proxy.port, `${head}0\r\n\r\n${inner}`, /\r\n\r\n/);
    const isRefused = /^HTTP\/1.1 4\d\d /.test(got);
    return { holds: isRefused || calls === 1, what: isRefused ? 'refused' : `${calls} to the upstream` };
  });
}

function yes(holds: boolean, otherwise: string): Seen {
  return { holds, what: holds ? 'yes' : otherwise };
}
