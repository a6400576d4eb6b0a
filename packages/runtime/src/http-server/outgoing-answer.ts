import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { copyOf } from '#http-message/large-copies';
import type { IncomingRequest } from './incoming-request.ts';

/** The connection that an answer goes out on. */
export interface Carrier {
  readonly socket: Socket;
  /** How long it is kept between two requests, in seconds; told to the client. */
  readonly keptForS: number;
  /** All of an answer was handed over. */
  answered(): void;
  /** The socket is somebody else's from now on. */
  handOver(): void;
}

/** Bodies up to this size go out in one piece with what stands before them: copying them is cheaper than another write. */
const smallBytes = 8 * 1024;
const chunkEnd = '\r\n';

/**
 * The answer to a request, as it goes out. Heads are latin1: each character a byte. They are held back until `write`, `end`
 * or `flush` is called, so that a small answer goes out in one piece.
 *
 * Values must have no line ends in them, and no characters beyond U+00FF.
 */
export class OutgoingAnswer {
  readonly #isToHead: boolean;
  readonly #minorVersion: 0 | 1;
  /** Undefined where nobody reads it, and once it is out. */
  #carrier: Carrier | undefined;
  /** Whether the connection may carry another request after this one. */
  shouldKeepAlive: boolean;
  /** The status line and the headers, until it is known what they are followed by. */
  #head = '';
  #body: 'undecided' | 'none' | 'plain' | 'chunked' = 'undecided';
  /** What is held back. */
  #pending = '';
  #trailers = '';
  #isEnded = false;

  constructor({ method, minorVersion }: IncomingRequest, carrier?: Carrier, shouldKeepAlive = false) {
    this.#isToHead = method === 'HEAD';
    this.#minorVersion = minorVersion;
    this.#carrier = carrier;
    this.shouldKeepAlive = shouldKeepAlive;
  }

  /** Absent once the connection is closed, or carries something else. */
  get socket(): Socket | undefined {
    return this.#carrier?.socket;
  }

  /** Whether nothing can be sent any more. */
  get isDestroyed(): boolean {
    return this.socket?.destroyed ?? true;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Whether the client is to read before more is sent. */
  get needsDrain(): boolean {
    return this.socket?.writableNeedDrain ?? false;
  }

  /** What the client still has to read of what was sent, in bytes. */
  get unreadBytes(): number {
    return this.socket?.writableLength ?? 0;
  }

  /** @param headers name, value, name, value …; with `Content-Length` where the length is known */
  writeHead(status: number, headers: readonly string[], text: string = STATUS_CODES[status] ?? ''): void {
    let head = `HTTP/1.1 ${status} ${text}\r\n`;
    let isDated = false;
    for (let index = 0; index < headers.length; index += 2) {
      const name = headers[index] ?? '';
      head += `${name}: ${headers[index + 1] ?? ''}\r\n`;
      if (isNamed(name, 'date')) isDated = true;
      else if (isNamed(name, 'content-length')) this.#body = 'plain';
    }
    this.#head = isDated ? head : head + dateLine();
    if (this.#isToHead || hasNoBody(status)) this.#body = 'none';
  }

  /** Answers whether more may be sent at once. The chunk is copied where it is kept. */
  write(chunk: Buffer): boolean {
    this.#begin();
    if (this.#body === 'none' || chunk.length === 0) return true;
    if (this.#pending !== '' && chunk.length <= smallBytes) {
      this.#pending += this.#framed(chunk.toString('latin1'));
      return !this.needsDrain;
    }
    return this.#writeBytes(chunk);
  }

  /** What is to stand behind the body, if it comes in chunks. */
  addTrailers(trailers: readonly (readonly [name: string, value: string])[]): void {
    for (const [name, value] of trailers) this.#trailers += `${name}: ${value}\r\n`;
  }

  /** Sends what was held back. */
  flush(): void {
    this.#begin();
    if (this.#pending === '') return;
    const pending = this.#pending;
    this.#pending = '';
    this.socket?.write(pending, 'latin1');
  }

  end(chunk?: Buffer): void {
    if (this.#isEnded) return;
    this.#begin(this.#trailers === '' ? (chunk?.length ?? 0) : undefined);
    if (chunk !== undefined) this.write(chunk);
    if (this.#body === 'chunked') this.#pending += `0\r\n${this.#trailers}\r\n`;
    this.flush();
    this.#isEnded = true;
    this.#carrier?.answered();
  }

  /** Breaks the connection off. */
  destroy(): void {
    this.socket?.destroy();
  }

  /** Tells a client that waits for that to send the body. */
  writeContinue(): void {
    this.socket?.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');
  }

  /** Gives the socket away; nothing more is sent by this answer. */
  detach(): Socket | undefined {
    const { socket } = this;
    this.#carrier?.handOver();
    this.#carrier = undefined;
    return socket;
  }

  /** The connection carries something else from now on. */
  leave(): void {
    this.#carrier = undefined;
  }

  /** Completes the head. @param length of the whole body, if that is known */
  #begin(length?: number): void {
    if (this.#head === '') return;
    const framing = this.#body === 'undecided' ? this.#frame(length) : '';
    this.#pending = this.#head + framing + this.#connectionLines();
    this.#head = '';
  }

  /** Decides how the client is to know where the body ends. */
  #frame(length: number | undefined): string {
    this.#body = 'plain';
    if (length !== undefined) return `Content-Length: ${length}\r\n`;
    if (this.#minorVersion === 1) {
      this.#body = 'chunked';
      return 'Transfer-Encoding: chunked\r\n';
    }
    // Where the connection does.
    this.shouldKeepAlive = false;
    return '';
  }

  #connectionLines(): string {
    if (!this.shouldKeepAlive) return 'Connection: close\r\n\r\n';
    return `Connection: keep-alive\r\nKeep-Alive: timeout=${this.#carrier?.keptForS ?? 0}\r\n\r\n`;
  }

  #framed(text: string): string {
    return this.#body === 'chunked' ? `${text.length.toString(16)}\r\n${text}${chunkEnd}` : text;
  }

  #writeBytes(chunk: Buffer): boolean {
    const { socket } = this;
    if (socket === undefined) return true;
    socket.cork();
    this.flush();
    if (this.#body === 'chunked') socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
    const { bytes, giveBack } = copyOf(chunk);
    let goesOn = socket.write(bytes, giveBack);
    if (this.#body === 'chunked') goesOn = socket.write(chunkEnd, 'latin1');
    socket.uncork();
    return goesOn;
  }
}

/** @param lower the name in lower case */
function isNamed(name: string, lower: string): boolean {
  return name.length === lower.length && name.toLowerCase() === lower;
}

/** By RFC 9112, section 6.3. */
function hasNoBody(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}

let datedAt = 0;
let dated = '';

/** The time of day, made once a second. */
function dateLine(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== datedAt) {
    datedAt = second;
    dated = `Date: ${new Date(second * 1000).toUTCString()}\r\n`;
  }
  return dated;
}
