import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Call, finish } from './call.ts';
import { bytesOf } from './relay.ts';
import { settle } from './settle.ts';

/** Hands the client's connection over to the protocol that the callee has agreed to (RFC 9110, section 7.8). */
export function joinTunnel(call: Call, callee: Duplex, status: number, rawHeaders: readonly string[]): void {
  const { edge, response, upgrade } = call;
  const client = response.socket;
  if (client === null || client.destroyed) {
    callee.destroy();
    return;
  }
  response.detachSocket(client);
  call.status = status;
  client.write(
    printHead(status, [...rawHeaders, 'X-Request-Id', call.requestId, 'Traceresponse', call.traceresponse]),
    'latin1',
  );
  if (upgrade !== undefined && upgrade.head.length > 0) callee.write(upgrade.head);
  edge.relays.join(client, callee, { counted: bytesOf(client) });
  settle(call, 'good');
  finish(call, 'good');
}

function printHead(status: number, headers: readonly string[]): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`];
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
