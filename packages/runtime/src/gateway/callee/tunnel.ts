import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { AnswerHead } from '#http-client/answer-head';
import { type Call, finish } from '../call.ts';
import type { Pump, Tap } from '../pump.ts';
import { bytesOf, type Relay } from '../relay.ts';
import { settle } from '../settle.ts';
import { WebSocketFollower } from '../web-socket/web-socket.ts';

/**
 * Hands the client's connection over to the protocol that the callee has agreed to (RFC 9110, section 7.8).
 *
 * @param rest what the callee has sent already in that protocol
 */
export function joinTunnel(call: Call, callee: Socket, { status, raw }: AnswerHead, rest: Buffer): void {
  const { edge, response, upgrade } = call;
  const client = response.detach();
  if (client === undefined || client.destroyed) {
    callee.destroy();
    return;
  }
  call.status = status;
  client.write(
    printHead(status, [...raw, 'X-Request-Id', call.requestId, 'Traceresponse', call.traceresponse]),
    'latin1',
  );
  const follower = isWebSocket(raw) ? webSocketOf(call, () => relay) : undefined;
  const relay = edge.relays.join(client, callee, { counted: bytesOf(client), ...(follower && { follower }) });
  if (upgrade !== undefined) sendOn(relay.toCallee, upgrade.head, follower?.toCallee);
  sendOn(relay.toCaller, rest, follower?.toCaller);
  if (edge.isClosing || call.instance?.isDraining === true) follower?.goAway();
  settle(call, 'good');
  finish(call, 'good');
}

/** What came before the relay stood. */
function sendOn(pump: Pump, bytes: Buffer, tap: Tap | undefined): void {
  if (bytes.length === 0) return;
  const rest = tap === undefined ? bytes : tap.pass(bytes);
  if (rest !== undefined) pump.write(rest);
}

function isWebSocket(raw: readonly string[]): boolean {
  const name = raw.findIndex((each, index) => index % 2 === 0 && each.toLowerCase() === 'upgrade');
  return name !== -1 && raw[name + 1]?.trim().toLowerCase() === 'websocket';
}

function webSocketOf({ edge, instance }: Call, relay: () => Relay): WebSocketFollower | undefined {
  return instance && new WebSocketFollower(instance, edge.webSockets, relay);
}

function printHead(status: number, headers: readonly string[]): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`];
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
