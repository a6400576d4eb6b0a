import type { Socket } from 'node:net';
import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import { isKept } from '#http-message/fields';
import { HeadReader } from '#http-message/head-reader';
import { Malformed } from '#http-message/malformed';
import { FramedBody } from './framed-body.ts';
import { type BodySource, IncomingBody } from './incoming-body.ts';
import { IncomingRequest, type Origin } from './incoming-request.ts';
import type { Carrier, OutgoingAnswer } from './outgoing-answer.ts';
import {
  mayBecomeHead,
  parseRequestHead,
  type RequestHead,
  type RequestLength,
  requestLengthOf,
} from './request-head.ts';
import { SentAhead } from './sent-ahead.ts';
import type { ConnectionLimits, ServerEvents, Unreadable } from './server-events.ts';
import { isExpectation, unusualOf } from './unusual.ts';

/** How long what comes is thrown away on a connection that closes behind its answer. */
const lingerMs: Milliseconds = 2000;

/**
 * One connection of a client, which carries one request after the other (RFC 9112). What is sent ahead waits until the
 * answer before it is out.
 */
export class ClientConnection<Answer extends OutgoingAnswer> implements Carrier, BodySource, Origin {
  readonly socket: Socket;
  /** Asked for once: it is looked up in the socket each time. */
  readonly remoteAddress: string | undefined;
  readonly keptForS: number;
  readonly #events: ServerEvents<Answer>;
  readonly #limits: ConnectionLimits;
  #reads: 'head' | 'body' | 'nothing' | 'no-more' = 'head';
  readonly #head = new HeadReader();
  readonly #ahead = new SentAhead();
  /** What is left to read of the body of the request that is under way. */
  #body: FramedBody | undefined;
  #answer: Answer | undefined;
  #isReading = false;
  /** Whether a request has been answered on it. */
  #hasServed = false;
  /** Since when it waits for a head, or for the rest of one. */
  #since: Milliseconds = performance.now();
  /** Whether it closes with the answer that is under way. */
  isClosing = false;

  constructor(socket: Socket, limits: ConnectionLimits, events: ServerEvents<Answer>) {
    this.socket = socket;
    this.remoteAddress = socket.remoteAddress;
    this.#limits = limits;
    this.#events = events;
    this.keptForS = Math.floor(limits.keepAliveMs / 1000);
    socket.on('data', this.#take);
    socket.on('drain', () => this.#drained());
    socket.once('end', this.#ended);
    socket.once('close', () => this.#close());
  }

  /** Whether no request was answered on it yet. */
  get isNew(): boolean {
    return !this.#hasServed;
  }

  /** Whether it carries no request. */
  get isIdle(): boolean {
    return this.#reads === 'head' && this.#head.text === '';
  }

  /** Ends it if what is to come has not come in time. */
  look(now: Milliseconds): void {
    if (this.#reads !== 'head') return;
    const { headWithinMs, keepAliveMs } = this.#limits;
    const isKeptOnly = this.isIdle && this.#hasServed;
    if (now - this.#since < (isKeptOnly ? keepAliveMs : headWithinMs)) return;
    if (isKeptOnly) this.socket.destroy();
    else this.#refuse('too-slow');
  }

  answered(): void {
    const answer = this.#answer;
    this.#hasServed = true;
    if (answer?.shouldKeepAlive !== true || this.isClosing) this.#part();
    else if (this.#body === undefined) this.#goOn();
    else this.#body.stream.throwAway();
  }

  handOver(): void {
    this.#stop();
    this.socket.off('end', this.#ended);
    // What it was stopped for is over. Whoever takes it listens by then.
    process.nextTick(() => this.socket.resume());
    this.#answer = undefined;
  }

  pauseBody(): void {
    if (this.#body !== undefined) this.socket.pause();
  }

  resumeBody(): void {
    if (this.#body !== undefined) this.socket.resume();
  }

  /** A client that sends no more has left, unless it has its answer. */
  readonly #ended = (): void => {
    if (this.#answer?.isEnded === false) this.socket.destroy();
    else this.socket.destroySoon();
  };

  readonly #take = (bytes: Buffer): void => {
    if (this.#reads === 'nothing') this.#keep(bytes);
    else this.#read(bytes);
  };

  #read(bytes: Buffer): void {
    this.#isReading = true;
    try {
      for (let at = 0; at < bytes.length; ) {
        if (this.#reads === 'head') at = this.#readHead(bytes, at);
        else if (this.#reads === 'body' && this.#body !== undefined) at = this.#readBody(this.#body, bytes, at);
        else {
          if (this.#reads === 'nothing') this.#keep(bytes.subarray(at));
          break;
        }
      }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#refuse('malformed');
    } finally {
      this.#isReading = false;
    }
  }

  #readHead(bytes: Buffer, from: number): number {
    const isFirst = this.#head.text === '';
    const at = isFirst ? skipEmptyLines(bytes, from) : from;
    // Empty lines do not count, or they would keep a connection for good.
    if (at === bytes.length) return at;
    const bodyAt = this.#head.take(bytes, at, bytes.length);
    const { text } = this.#head;
    if (text.length > this.#limits.mostHeadBytes) this.#refuse('head-too-large');
    else if (bodyAt !== undefined) this.#begin(parseRequestHead(this.#head.finish()), bytes, bodyAt);
    else if (!mayBecomeHead(text)) throw new Malformed('it does not begin as a request');
    else if (isFirst) this.#since = performance.now();
    return bodyAt ?? bytes.length;
  }

  #begin(head: RequestHead, bytes: Buffer, bodyAt: number): void {
    const { framing, method } = head;
    // A connection to anywhere is nothing that an overview names (RFC 9110, section 9.3.6).
    if (method === 'CONNECT') return this.#refuse('asks-for-tunnel');
    if (!isExpectation(framing)) return this.#refuse('unknown-expectation');
    const length = requestLengthOf(framing);
    this.#expectBody(length);
    const request = new IncomingRequest(head, this, this.#body?.stream);
    this.#answer?.leave();
    const answer = this.#events.answerTo(request, this, isKept(framing) && length !== 'unclear');
    this.#answer = answer;
    const unusual = unusualOf(framing, bytes, bodyAt);
    if (unusual?.upgrade !== undefined) this.#stopFor(answer);
    // Nobody reads the body yet. Who waits to be told to go on sends nothing before.
    else if (unusual === undefined && this.#mayGoOn(bytes.length - bodyAt)) this.socket.pause();
    this.#events.request(request, answer, unusual);
  }

  #expectBody(length: RequestLength): void {
    this.#body = length === 0 || length === 'unclear' ? undefined : new FramedBody(length, new IncomingBody(this));
    this.#reads = this.#body === undefined ? 'nothing' : 'body';
  }

  /** Whether more of a body may come than these bytes. */
  #mayGoOn(bytes: Bytes): boolean {
    return this.#body?.endsWithin(bytes) === false;
  }

  #readBody(body: FramedBody, bytes: Buffer, at: number): number {
    const end = body.read(bytes, at);
    const { trailers } = body;
    if (trailers !== undefined) this.#finishBody(body, trailers);
    return end;
  }

  #finishBody({ stream }: FramedBody, trailers: readonly string[]): void {
    this.#body = undefined;
    this.socket.resume();
    this.#reads = 'nothing';
    stream.finish(trailers);
    if (this.#answer?.isEnded === true) this.#goOn();
  }

  /** Reads the next request, once the client has read enough of the answers before. */
  #goOn(): void {
    if (this.#reads === 'no-more' || this.socket.writableNeedDrain) return;
    this.#reads = 'head';
    this.#since = performance.now();
    // Who reads now goes on by itself.
    while (!this.#isReading && this.#reads === 'head' && !this.#ahead.isEmpty) this.#readAhead();
  }

  #readAhead(): void {
    this.socket.resume();
    this.#read(this.#ahead.take());
  }

  #keep(bytes: Buffer): void {
    if (!this.#ahead.keep(bytes)) this.socket.pause();
  }

  #drained(): void {
    const answer = this.#answer;
    if (answer === undefined) return;
    if (!answer.isEnded) this.#events.drained(answer);
    else if (this.#reads === 'nothing') this.#goOn();
  }

  /** What comes now is another protocol's, and waits in the socket. */
  #stopFor(answer: Answer): void {
    answer.shouldKeepAlive = false;
    this.#stop();
    // Read on, so that it is seen if the client leaves.
    this.socket.pause();
    this.socket.read(0);
  }

  #stop(): void {
    this.#reads = 'no-more';
    this.socket.off('data', this.#take);
  }

  /** Closes the connection behind its last answer. */
  #part(): void {
    this.#reads = 'no-more';
    if (this.#body === undefined) return this.socket.destroySoon();
    this.#body.stream.throwAway();
    this.socket.end();
    this.#linger();
  }

  /** A connection that is closed while something comes is reset, and its client may never see the answer. */
  #linger(): void {
    this.socket.resume();
    setTimeout(() => this.socket.destroy(), lingerMs).unref();
  }

  #refuse(why: Unreadable): void {
    const answer = this.#answer;
    const isUnderWay = answer?.isEnded === false;
    const isBodyBroken = this.#reads === 'body';
    this.#reads = 'no-more';
    if (isBodyBroken && isUnderWay) return this.#breakOff(answer);
    // An answer to what came before cannot be told from one to this.
    if (isBodyBroken || isUnderWay || !this.socket.writable) return void this.socket.destroy();
    this.#events.unreadable(this.socket, why);
    this.#linger();
  }

  /** The rest of a request's body cannot be read. Its client may still be told so. */
  #breakOff(answer: Answer): void {
    this.#events.broken(answer);
    if (!answer.isEnded) this.socket.destroy();
  }

  #close(): void {
    const answer = this.#answer;
    this.#reads = 'no-more';
    this.#answer = undefined;
    this.#body?.stream.destroy();
    if (answer === undefined) return;
    this.#events.left(answer);
    answer.leave();
  }
}

/** Some clients send an empty line behind a body (RFC 9112, section 2.2). */
function skipEmptyLines(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) at += 2;
  return at;
}
