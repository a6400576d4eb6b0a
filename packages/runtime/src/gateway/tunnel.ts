import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { AnswerHead } from '#http-client/answer-head';
import { type Call, finish } from './call.ts';
import { bytesOf } from './relay.ts';
import { settle } from './settle.ts';

/**
 * Hands the client's connection over to the protocol that the callee has agreed to (RFC 9110, section 7.8).
 *
 * @param rest what the callee has sent already in that protocol
 */
export function joinTunnel(call: Call, callee: Socket, { status, raw }: AnswerHead, rest: Buffer): void {
  const { edge, response, upgrade } = call;
  const client = response.socket;
  if (client === null || client.destroyed) {
    callee.destroy();
    return;
  }
  response.detachSocket(client);
  call.status = status;
  client.write(
    printHead(status, [...raw, 'X-Request-Id', call.requestId, 'Traceresponse', call.traceresponse]),
    'latin1',
  );
  if (upgrade !== undefined && upgrade.head.length > 0) callee.write(upgrade.head);
  const relay = edge.relays.join(client, callee, { counted: bytesOf(client) });
  if (rest.length > 0) relay.toCaller.write(rest);
  settle(call, 'good');
  finish(call, 'good');
}

function printHead(status: number, headers: readonly string[]): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`];
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
