import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectOverTls } from 'node:tls';
import type { Milliseconds } from '@asbuilt/core/model';
import { Malformed } from '#http-message/malformed';
import type { AnswerHead } from './answer-head.ts';
import { AnswerReader } from './answer-reader.ts';
import { type AnswerHandler, type Asking, ExchangeError } from './exchange.ts';
import { idleTimeOf } from './idle-time.ts';
import { printRequestHead } from './request-head.ts';
import { type SentBody, sendBody } from './send-body.ts';

/** Where a connection leads. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  /** How long it may take to stand. */
  readonly connectMs: Milliseconds;
  /** Present where it is spoken to over TLS. */
  readonly tls?: ConnectionOptions | undefined;
}

/** Who has a connection. */
export interface Owner {
  /** It may carry another call. */
  freed(connection: Connection): void;
  /** It has closed, or belongs to somebody else now. */
  left(connection: Connection): void;
}

/**
 * What all connections of the process read into. Who keeps something copies it before the next one reads, so that no memory
 * is taken for what has been passed on by then: node:net would take 64 KiB for every answer.
 */
const readInto = Buffer.allocUnsafeSlow(64 * 1024);
const firstProbeMs: Milliseconds = 60_000;

/** One connection to a callee, which carries one call at a time: the call of a handler, which is who can end it. */
export class Connection {
  readonly #socket: Socket;
  readonly #reader: AnswerReader;
  readonly #owner: Owner;
  #handler: AnswerHandler | undefined;
  #sent: SentBody | undefined;
  #isConnected = false;
  #hasAnswered = false;
  #idleMs: Milliseconds = 0;
  #freshUntil: Milliseconds = 0;
  #isHandedOver = false;

  /**
   * @param carries whether it may be handed over to another protocol
   */
  constructor({ host, port, connectMs, tls }: Destination, carries: 'calls' | 'upgrade', owner: Owner) {
    this.#owner = owner;
    this.#reader = new AnswerReader({
      interim: (head) => this.#handler?.onInterim(head),
      head: (head) => this.#begin(head),
      data: (bytes, from, to) => this.#pass(bytes, from, to),
      end: (trailers, isKept) => this.#end(trailers, isKept),
      upgrade: (head, bytes, from) => this.#handOver(head, bytes.subarray(from)),
    });
    // What TLS reads is its own, and what is handed over is read by somebody else later.
    const isLent = tls === undefined && carries === 'calls';
    const onread = { buffer: readInto, callback: (count: number) => this.#read(readInto, count) };
    this.#socket =
      tls === undefined ? connect({ host, port, ...(isLent && { onread }) }) : connectOverTls({ host, port, ...tls });
    this.#socket.setNoDelay(true).setKeepAlive(true, firstProbeMs);
    if (!isLent) this.#socket.on('data', (chunk) => this.#read(chunk, chunk.length));
    const timer = setTimeout(() => this.#break(tooSlow(connectMs)), connectMs);
    this.#socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      clearTimeout(timer);
      this.#isConnected = true;
    });
    this.#socket.once('end', () => this.#ended());
    this.#socket.on('error', (error) => this.#break(error));
    this.#socket.once('close', () => {
      clearTimeout(timer);
      this.#break(closedEarly());
      this.#owner.left(this);
    });
  }

  /** Whether a call may be made on it that cannot be repeated. */
  isFresh(now: Milliseconds): boolean {
    return !this.#socket.destroyed && now < this.#freshUntil;
  }

  /** Makes a call. The connection must be new, or free. */
  send(asking: Asking, handler: AnswerHandler): void {
    this.#handler = handler;
    this.#reader.expect({ isToHead: asking.method === 'HEAD', mayUpgrade: asking.upgrade !== undefined });
    this.#socket.write(printRequestHead(asking), 'latin1');
    if (asking.body !== undefined) this.#sent = sendBody(this.#socket, asking.body);
  }

  /** Ends the call of a handler, who is told nothing more; does nothing if it has ended. */
  drop(handler: AnswerHandler): void {
    if (handler !== this.#handler) return;
    this.#leave();
    this.close();
  }

  /** Reads no further for a handler until it is resumed, but for what has come already. */
  pause(handler: AnswerHandler): void {
    if (handler === this.#handler) this.#socket.pause();
  }

  resume(handler: AnswerHandler): void {
    if (handler === this.#handler) this.#socket.resume();
  }

  /** Closes it. The handler of a call that it carries is told. */
  close(): void {
    this.#socket.destroy();
  }

  /** Answers whether to go on reading; `pause` has had its effect by then. */
  #read(bytes: Buffer, count: number): true {
    try {
      this.#reader.read(bytes, count);
      this.#handler?.onPause();
    } catch (error) {
      this.#break(asExchangeError(error));
    }
    return true;
  }

  #begin(head: AnswerHead): void {
    this.#idleMs = idleTimeOf(head.framing);
    this.#handler?.onHead(head);
  }

  #pass(bytes: Buffer, from: number, to: number): void {
    this.#handler?.onData(bytes.subarray(from, to));
  }

  #end(trailers: readonly string[], isKept: boolean): void {
    const isWhollySent = this.#sent?.isSent ?? true;
    const handler = this.#leave();
    this.#hasAnswered = true;
    if (isKept && isWhollySent && this.#idleMs > 0) {
      this.#freshUntil = performance.now() + this.#idleMs;
      // A call that was slowed down must not leave the next one waiting.
      this.#socket.resume();
      this.#owner.freed(this);
    } else this.close();
    handler?.onEnd(trailers);
  }

  /** It is no longer this one's to end, nor to hear of. */
  #handOver(head: AnswerHead, rest: Buffer): void {
    const handler = this.#leave();
    this.#isHandedOver = true;
    this.#socket.removeAllListeners('data');
    this.#owner.left(this);
    handler?.onUpgrade(head, this.#socket, rest);
  }

  #ended(): void {
    if (this.#isHandedOver) return;
    try {
      this.#reader.close();
      this.close();
    } catch (error) {
      this.#break(asExchangeError(error));
    }
  }

  /** Tells whoever's call it carries why there will be no answer. */
  #break(error: Error): void {
    if (this.#isHandedOver) return;
    const wasIdle = this.#hasAnswered && this.#reader.isUntouched;
    const handler = this.#leave();
    this.close();
    handler?.onError(explain(error, { wasIdle, isUnconnected: !this.#isConnected }));
  }

  #leave(): AnswerHandler | undefined {
    const handler = this.#handler;
    this.#handler = undefined;
    this.#sent?.stop();
    this.#sent = undefined;
    this.#reader.stop();
    return handler;
  }
}

const closed = 'CLOSED';

function closedEarly(): ExchangeError {
  return new ExchangeError(closed, 'The callee closed the connection before it had answered.');
}

function tooSlow(connectMs: Milliseconds): ExchangeError {
  return new ExchangeError('CONNECT_TIMEOUT', `No connection came about within ${connectMs} ms.`, {
    isUnconnected: true,
  });
}

/** Whoever is told of an answer may make mistakes of its own, which are nobody else's. */
function asExchangeError(error: unknown): ExchangeError {
  if (error instanceof ExchangeError) return error;
  if (error instanceof Malformed)
    return new ExchangeError('MALFORMED', `The callee's answer cannot be read: ${error.reason}.`);
  throw error;
}

function explain(error: Error, where: { readonly wasIdle: boolean; readonly isUnconnected: boolean }): ExchangeError {
  if (error instanceof ExchangeError && error.code !== closed) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return new ExchangeError(code, error.message, { ...where, cause: error });
}
