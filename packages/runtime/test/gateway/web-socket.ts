import { createHash } from 'node:crypto';
import { EventEmitter, on, once } from 'node:events';
import http from 'node:http';
import type net from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Address } from '#gateway/address';

/** What ties the two halves of a WebSocket's handshake together (RFC 6455, section 1.3). */
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * For a server's `upgrade` event: agrees to a WebSocket and sends each short text back, with the process's number in
 * front; a Close is answered, and ends the connection. It stands on its arguments alone, since its source also runs in services that are processes of their own.
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
      if (((had[0] ?? 0) & 15) === 8) return void socket.end(Buffer.concat([Buffer.from([136, size]), said]));
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
  /** Sends bytes as they are. */
  send(bytes: Buffer): void;
  /** Resolves with the code of the Close frame that comes. */
  readonly goodbye: Promise<number>;
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  leave(): void;
}

/** Opens a WebSocket by hand: the handshake is looked at, frames are bytes. It closes with the test. */
export async function openWebSocket(
  { host, port }: Address,
  { isPolite = true }: { readonly isPolite?: boolean } = {},
): Promise<TestWebSocket> {
  const key = Buffer.from('sixteen letters.').toString('base64');
  const wish = { upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key };
  const request = http.request({ host, port, headers: { connection: 'Upgrade', ...wish }, agent: false });
  request.end();
  const [response, socket, head]: readonly [http.IncomingMessage, net.Socket, Buffer] = await upgraded(request);
  if (response.headers['sec-websocket-accept'] !== agreeTo(key)) throw new Error('The handshake is wrong.');
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const heard = new EventEmitter();
  const texts = on(heard, 'text', { close: ['close'] });
  const goodbye = once(heard, 'goodbye').then(([code]) => Number(code));
  const read = frameReader((opcode, payload) => {
    if (opcode === 1) return void heard.emit('text', payload.toString());
    if (isPolite) socket.write(masked(0x88, payload));
    heard.emit('goodbye', payload.readUInt16BE());
  });
  read(head);
  socket.on('data', read);
  socket.once('close', () => heard.emit('close'));
  const next = async (): Promise<string> => {
    const { value, done }: IteratorResult<unknown[], undefined> = await texts.next();
    if (done === true) throw new Error('The WebSocket closed before an answer came.');
    return String(value[0]);
  };
  const say = (text: string): Promise<string> => {
    socket.write(masked(0x81, Buffer.from(text)));
    return next();
  };
  return { say, send: (bytes) => void socket.write(bytes), goodbye, closed, leave: () => void socket.destroy() };
}

/** Takes short frames of a server out of a stream. */
function frameReader(take: (opcode: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let had = Buffer.alloc(0);
  return (chunk) => {
    had = Buffer.concat([had, chunk]);
    while (had.length >= 2 && had.length >= 2 + (had[1] ?? 0)) {
      const [first = 0, length = 0] = had;
      const payload = had.subarray(2, 2 + length);
      had = had.subarray(2 + length);
      take(first & 15, payload);
    }
  };
}

function upgraded(request: http.ClientRequest): Promise<readonly [http.IncomingMessage, net.Socket, Buffer]> {
  return new Promise((resolve, reject) => {
    request.once('upgrade', (...all) => resolve(all));
    request.once('response', ({ statusCode }) => reject(new Error(`The upgrade was answered ${statusCode ?? ''}.`)));
    request.once('error', reject);
  });
}

/** A short frame of a client. */
export function masked(first: number, payload: Buffer): Buffer {
  const mask = [1, 2, 3, 4];
  const hidden = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([first, 128 + payload.length, ...mask]), hidden]);
}
