import { once } from 'node:events';
import { createServer } from 'node:http';
import net, { type Server } from 'node:net';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { HttpServer } from '#http-server/http-server';
import type { IncomingRequest } from '#http-server/incoming-request';
import { OutgoingAnswer } from '#http-server/outgoing-answer';

/** A request as a server has read it. */
export interface ReadRequest {
  readonly method: string;
  readonly target: string;
  readonly raw: readonly string[];
  readonly body: string;
  readonly trailers: readonly string[];
}

/** A server under test, and what it has read. */
export interface Served {
  readonly port: number;
  readonly requests: ReadRequest[];
  /** What it could not read, and why. */
  readonly troubles: string[];
  /** How many connections are open. */
  connections(): Promise<number>;
}

type Handler = (request: IncomingRequest, answer: OutgoingAnswer) => void;

const usual: Handler = (_request, answer) => {
  answer.writeHead(200, []);
  answer.end(Buffer.from('ok'));
};

interface Serving {
  readonly headWithinMs?: number;
  /** Whether a request is answered before its body is read. */
  readonly isHasty?: boolean;
}

/** Our server, which answers as soon as it has read a request, unless told otherwise. */
export async function serveOurs(
  handle: Handler = usual,
  { headWithinMs = 10_000, isHasty = false }: Serving = {},
): Promise<Served> {
  const requests: ReadRequest[] = [];
  const troubles: string[] = [];
  const options = { mostHeadBytes: 16_384, headWithinMs, keepAliveMs: 65_000, lookEveryMs: 20 };
  const server = new HttpServer<OutgoingAnswer>(options, {
    answerTo: (request, carrier, isKept) => new OutgoingAnswer(request, carrier, isKept),
    request: (request, answer) => {
      if (isHasty) return handle(request, answer);
      void bodyOf(request.body).then((body) => {
        const { method, target, raw } = request;
        requests.push({ method, target, raw, body, trailers: request.body?.trailers ?? [] });
        handle(request, answer);
      });
    },
    left: () => undefined,
    drained: () => undefined,
    broken: () => void troubles.push('broken'),
    unreadable: (socket, why) => {
      troubles.push(why);
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    },
  });
  const close = async (): Promise<void> => {
    const closed = server.close();
    server.destroyAll();
    await closed;
  };
  onTestFinished(close);
  return { port: await listening(server.listener), requests, troubles, connections: () => countOf(server.listener) };
}

/** Node's own server, as strict as it is by itself. */
export async function serveNodes(): Promise<Served> {
  const requests: ReadRequest[] = [];
  const troubles: string[] = [];
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    const { method = '', url = '', rawHeaders } = request;
    // It reads the next one while the one before is still under way.
    const place = requests.push({ method, target: url, raw: rawHeaders, body: '…', trailers: [] }) - 1;
    void bodyOf(request).then((body) => {
      requests[place] = { method, target: url, raw: rawHeaders, body, trailers: request.rawTrailers };
      response.end('ok');
    });
  });
  // A client that sends no more is answered all the same.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('clientError', (error, socket) => {
    troubles.push(error.message);
    socket.destroy();
  });
  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  onTestFinished(close);
  return { port: await listening(server), requests, troubles, connections: () => countOf(server) };
}

function countOf(server: Server): Promise<number> {
  return promisify(server.getConnections.bind(server))();
}

async function bodyOf(stream: AsyncIterable<Buffer> | undefined): Promise<string> {
  let body = '';
  try {
    for await (const chunk of stream ?? []) body += chunk.toString('latin1');
  } catch {
    // A body that breaks off is read as far as it goes; what the server says of that is looked at elsewhere.
    return `${body}…`;
  }
  return body;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Sends pieces one after the other, each as a packet of its own; answers all that comes until the connection closes. */
export async function send(
  port: number,
  pieces: readonly string[],
  ends: 'by-itself' | 'by-server' = 'by-server',
): Promise<string> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  let got = '';
  socket.on('data', (chunk) => {
    got += chunk.toString('latin1');
  });
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  for (const piece of pieces) {
    socket.write(piece, 'latin1');
    await new Promise(setImmediate);
  }
  if (ends === 'by-itself') {
    await new Promise((resolve) => setTimeout(resolve, 3));
    socket.end();
  }
  if (!socket.closed) await once(socket, 'close');
  return got;
}
