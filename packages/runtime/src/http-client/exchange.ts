import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { AnswerHead } from './answer-head.ts';

/** What a callee is asked. */
export interface Asking {
  readonly method: string;
  /** Path and query, `/orders?page=2`. */
  readonly path: string;
  /** Name, value, name, value …; without those that concern one connection, which the client writes itself. */
  readonly headers: readonly string[];
  readonly body?: AskingBody | undefined;
  /** The protocol to change to; absent for an ordinary call. */
  readonly upgrade?: string | undefined;
  /** Whether fields behind the body of the answer are wanted (`TE: trailers`). */
  readonly takesTrailers: boolean;
}

/** A body on its way to the callee. */
export interface AskingBody {
  readonly stream: Readable;
  /** Whether its length is not known before it is sent. */
  readonly isChunked: boolean;
  /** What is to stand behind it; asked once all of it has come. */
  readonly trailers: () => readonly (readonly [name: string, value: string])[];
}

/** Who is told what comes of a call. After `onEnd`, `onUpgrade` or `onError` nothing more is told. */
export interface AnswerHandler {
  /** An answer before the answer (1xx, but for 101). */
  onInterim(head: AnswerHead): void;
  onHead(head: AnswerHead): void;
  /** The chunk is lent: whoever keeps it makes a copy before this returns. */
  onData(chunk: Buffer): void;
  /** All was told that has come by now, and more of the answer is to come. */
  onPause(): void;
  /** @param trailers what stands behind a body in chunks: name, value … */
  onEnd(trailers: readonly string[]): void;
  /**
   * The connection now speaks the other protocol, and is the handler's.
   *
   * @param rest what has come already in that protocol
   */
  onUpgrade(head: AnswerHead, socket: Socket, rest: Buffer): void;
  onError(error: ExchangeError): void;
}

/** Why there is no answer, or no whole one. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  /** `ECONNREFUSED`, `CONNECT_TIMEOUT`, `CLOSED`, `MALFORMED` … */
  readonly code: string;
  /** Whether no connection came about, so that the callee knows nothing of the call. */
  readonly isUnconnected: boolean;
  /**
   * Whether the callee closed a connection that had been idle, without a byte of an answer: it closed just when the call
   * was sent, most probably, and may be asked again (RFC 9112, section 9.3.1).
   */
  readonly wasIdle: boolean;

  constructor(
    code: string,
    message: string,
    {
      isUnconnected = false,
      wasIdle = false,
      cause,
    }: { isUnconnected?: boolean; wasIdle?: boolean; cause?: Error } = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.isUnconnected = isUnconnected;
    this.wasIdle = wasIdle;
  }
}
