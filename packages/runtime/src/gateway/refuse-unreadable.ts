import { STATUS_CODES } from 'node:http';
import { type Duplex, finished } from 'node:stream';
import type { HttpEdge } from './call.ts';
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
  if (!socket.writable || code === 'ECONNRESET' || hasAnswerUnderway(socket)) {
    socket.destroy();
    return;
  }
  const reason = explain(code, edge);
  edge.meter.act(reason.policy ?? 'unreadable=refused');
  finished(socket, () => socket.destroy());
  socket.end(print(edge, reason), 'latin1');
  socket.resume();
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
function hasAnswerUnderway(socket: Duplex): boolean {
  if (!('_httpMessage' in socket)) return false;
  const { _httpMessage: answer } = socket;
  return answer !== null && answer !== undefined;
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
