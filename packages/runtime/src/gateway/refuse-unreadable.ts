import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Unreadable } from '#http-server/server-events';
import type { EdgeAnswer, HttpEdge } from './call.ts';
import { fail } from './fail.ts';
import { usualPatience } from './patience.ts';
import { headerBytesOf } from './server-options.ts';

interface Explained {
  readonly kind: string;
  readonly status: number;
  readonly detail: string;
  readonly policy?: string;
}

/**
 * Ends a connection over which no request came that could be read: too large, too slow, or no HTTP. Its sender is told
 * why, as a problem document like any other.
 */
export function refuseUnreadable(edge: HttpEdge, socket: Socket, why: Unreadable): void {
  const reason = explain(why, edge);
  edge.meter.act(reason.policy ?? 'unreadable=refused');
  socket.end(print(edge, reason), 'latin1');
}

/** Ends a call whose body cannot be read, if its client was not answered yet. */
export function refuseBrokenBody({ call }: EdgeAnswer): void {
  if (call?.phase !== 'waiting') return;
  call.response.shouldKeepAlive = false;
  fail(call, { kind: 'bad-request', reason: 'its body cannot be read' });
}

function explain(why: Unreadable, edge: HttpEdge): Explained {
  const { headersWithinMs } = edge.options.patience ?? usualPatience;
  switch (why) {
    case 'head-too-large':
      return {
        kind: 'headers-too-large',
        status: 431,
        detail: `The headers of the request are larger than the ${headerBytesOf(edge)} bytes that are let in.`,
        policy: 'header-limit=exceeded',
      };
    case 'too-slow':
      return {
        kind: 'too-slow',
        status: 408,
        detail: `The headers of the request did not come within ${headersWithinMs} ms.`,
        policy: 'pace=too-slow',
      };
    case 'asks-for-tunnel':
      return { kind: 'no-tunnels', status: 501, detail: 'This is no proxy that opens tunnels: ask for a path.' };
    case 'unknown-expectation':
      return {
        kind: 'unknown-expectation',
        status: 417,
        detail: 'The request expects something of the server that no standard knows.',
      };
    case 'malformed':
      return { kind: 'unreadable', status: 400, detail: 'What came over this connection is no request of HTTP/1.1.' };
  }
}

function print({ plan }: HttpEdge, { kind, status, detail, policy }: Explained): string {
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
