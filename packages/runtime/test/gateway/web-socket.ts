import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type net from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Address } from '#gateway/open-edge';

/** What ties the two halves of a WebSocket's handshake together (RFC 6455, section 1.3). */
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * For a server's `upgrade` event: agrees to a WebSocket and sends each short text back, with the process's number in
 * front. It stands on its arguments alone, since its source also runs in services that are processes of their own.
 */
export function echoFrames(
  request: http.IncomingMessage,
  socket: Duplex,
  acceptOf: (key: string | undefined) => string,
): void {
  const accept = acceptOf(request.headers['sec-websocket-key']);
  const head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
  socket.write(`${head}Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.on('error', () => socket.destroy());
  socket.once('end', () => socket.end());
  let had = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    had = Buffer.concat([had, chunk]);
    for (let size = (had[1] ?? 0) - 128; had.length >= 2 && had.length >= 6 + size; size = (had[1] ?? 0) - 128) {
      const said = had.subarray(6, 6 + size).map((byte, index) => byte ^ (had[2 + (index % 4)] ?? 0));
      const answer = Buffer.concat([Buffer.from(`${process.pid} `), said]);
      socket.write(Buffer.concat([Buffer.from([129, answer.length]), answer]));
      had = had.subarray(6 + size);
    }
  });
}

/** The server's half of the handshake. */
export function agreeTo(key = ''): string {
  return createHash('sha1').update(`${key}${guid}`).digest('base64');
}

/** A JavaScript module that begins so has `echo(request, socket)`. */
export const echoSource = `
import { createHash } from 'node:crypto';
const agreeTo = (key) => createHash('sha1').update(key + '${guid}').digest('base64');
const echoFrames = ${echoFrames.toString()};
const echo = (request, socket) => echoFrames(request, socket, agreeTo);
`;

/** A client's end of a WebSocket. */
export interface TestWebSocket {
  /** Sends a text of up to 100 bytes, and answers with the next one that comes. */
  say(text: string): Promise<string>;
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  leave(): void;
}

/** Opens a WebSocket by hand: the handshake is looked at, frames are bytes. It closes with the test. */
export async function openWebSocket({ host, port }: Address): Promise<TestWebSocket> {
  const key = Buffer.from('sixteen letters.').toString('base64');
  const wish = { upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key };
  const request = http.request({ host, port, headers: { connection: 'Upgrade', ...wish }, agent: false });
  request.end();
  const [response, socket, head]: readonly [http.IncomingMessage, net.Socket, Buffer] = await upgraded(request);
  if (response.headers['sec-websocket-accept'] !== agreeTo(key)) throw new Error('The handshake is wrong.');
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  let had = head;
  socket.on('data', (chunk: Buffer) => {
    had = Buffer.concat([had, chunk]);
  });
  const closed = once(socket, 'close').then(() => undefined);
  const next = async (): Promise<string> => {
    while (had.length < 2 || had.length < 2 + (had[1] ?? 0)) {
      if (socket.destroyed) throw new Error('The WebSocket closed before an answer came.');
      await Promise.race([once(socket, 'data'), closed]);
    }
    const end = 2 + (had[1] ?? 0);
    const text = had.subarray(2, end).toString();
    had = had.subarray(end);
    return text;
  };
  const say = (text: string): Promise<string> => {
    socket.write(masked(text));
    return next();
  };
  return { say, closed, leave: () => void socket.destroy() };
}

function upgraded(request: http.ClientRequest): Promise<readonly [http.IncomingMessage, net.Socket, Buffer]> {
  return new Promise((resolve, reject) => {
    request.once('upgrade', (...all) => resolve(all));
    request.once('response', ({ statusCode }) => reject(new Error(`The upgrade was answered ${statusCode ?? ''}.`)));
    request.once('error', reject);
  });
}

function masked(text: string): Buffer {
  const mask = [1, 2, 3, 4];
  const payload = Buffer.from(text).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([129, 128 + payload.length, ...mask]), payload]);
}
