import { STATUS_CODES } from 'node:http';
import type { AnswerHead } from '#http-client/answer-head';
import type { Call } from '../call.ts';
import { headerName } from '../headers/header-name.ts';

/**
 * Passes an interim answer on as it came (RFC 9110, section 15.2), but never to a client of HTTP/1.0, which knows none. A
 * `100 Continue` is the edge's own to say.
 */
export function passInterim(call: Call, { status, text, raw }: AnswerHead): void {
  const { socket } = call.response;
  if (status === 100 || !mayHaveInterim(call) || socket === undefined || socket.destroyed) return;
  const lines = [`HTTP/1.1 ${status} ${text || (STATUS_CODES[status] ?? '')}`];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!headerName(name).isHop) lines.push(`${name}: ${raw[index + 1] ?? ''}`);
  }
  socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function mayHaveInterim({ left, phase, request }: Call): boolean {
  return phase === 'waiting' && !left && request.minorVersion > 0;
}
