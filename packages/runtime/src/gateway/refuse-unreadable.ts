import { STATUS_CODES } from 'node:http';
import { type Duplex, finished } from 'node:stream';
import { type Call, EdgeResponse, type HttpEdge } from './call.ts';
import { fail } from './fail.ts';
import { usualPatience } from './patience.ts';
import { headerBytesOf } from './server-options.ts';

interface Unreadable {
  readonly kind: string;
  readonly status: number;
  readonly detail: string;
  readonly policy?: string;
}

/**
 * Ends a connection over which no request came that could be read: too large, too slow, or no HTTP. Its sender is told
 * why, as a problem document like any other, unless an answer to an earlier request is on its way.
 */
export function refuseUnreadable(edge: HttpEdge, error: Error, socket: Duplex): void {
  const code = 'code' in error ? error.code : undefined;
  // Nothing can be said to who does not agree on keys, and what is said all the same would be waited for.
  if (typeof code === 'string' && /^ERR_(?:TLS|SSL)_/.test(code)) {
    socket.destroy();
    return;
  }
  const broken = callWithBrokenBody(socket);
  if (broken !== undefined && code !== 'ECONNRESET' && code !== 'HPE_INVALID_EOF_STATE') {
    broken.response.shouldKeepAlive = false;
    fail(broken, { kind: 'bad-request', reason: 'its body cannot be read' });
    return;
  }
  if (!socket.writable || code === 'ECONNRESET' || answerUnderway(socket) !== undefined) {
    socket.destroy();
    return;
  }
  refuse(edge, socket, explain(code, edge));
}

/** Ends a connection whose client takes the edge for a proxy that opens tunnels (RFC 9110, section 9.3.6). */
export function refuseTunnel(edge: HttpEdge, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  const detail = 'This is no proxy that opens tunnels: ask for a path.';
  refuse(edge, socket, { kind: 'no-tunnels', status: 501, detail });
}

function refuse(edge: HttpEdge, socket: Duplex, reason: Unreadable): void {
  edge.meter.act(reason.policy ?? 'unreadable=refused');
  finished(socket, () => socket.destroy());
  socket.end(print(edge, reason), 'latin1');
  socket.resume();
}

/** The call in the middle of whose body the connection is, if it was not answered yet. */
function callWithBrokenBody(socket: Duplex): Call | undefined {
  const answer = answerUnderway(socket);
  const call = answer instanceof EdgeResponse ? answer.call : undefined;
  return call?.phase === 'waiting' && !call.request.complete ? call : undefined;
}

function explain(code: unknown, edge: HttpEdge): Unreadable {
  const { headersWithinMs } = edge.options.patience ?? usualPatience;
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return {
        kind: 'headers-too-large',
        status: 431,
        detail: `The headers of the request are larger than the ${headerBytesOf(edge)} bytes that are let in.`,
        policy: 'header-limit=exceeded',
      };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return {
        kind: 'body-too-large',
        status: 413,
        detail: 'The body of the request has more between its chunks than in them.',
      };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        kind: 'too-slow',
        status: 408,
        detail: `The headers of the request did not come within ${headersWithinMs} ms.`,
        policy: 'pace=too-slow',
      };
    default:
      return { kind: 'unreadable', status: 400, detail: 'What came over this connection is no request of HTTP/1.1.' };
  }
}

/** What node:http itself looks at in the same place: the response that a connection is carrying. */
function answerUnderway(socket: Duplex): unknown {
  if (!('_httpMessage' in socket)) return undefined;
  const { _httpMessage: answer } = socket;
  return answer ?? undefined;
}

function print({ plan }: HttpEdge, { kind, status, detail, policy }: Unreadable): string {
  const title = STATUS_CODES[status] ?? 'Failed';
  const problem = {
    type: `urn:asbuilt:problem:${kind}`,
    title,
    status,
    detail,
    edge: plan.name,
    ...(policy && { policy }),
  };
  const body = Buffer.from(JSON.stringify(problem)).toString('latin1');
  const lines = [
    `HTTP/1.1 ${status} ${title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${body.length}`,
    'Cache-Control: no-store',
    'Connection: close',
    ...(policy === undefined ? [] : [`Asbuilt-Policy: ${policy}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
