import type { Socket } from 'node:net';
import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import { type Framing, isKept } from '#http-message/fields';
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
  upgradeOf,
} from './request-head.ts';

/** Why what came over a connection is no request, or none that is taken. */
export type Unreadable = 'malformed' | 'head-too-large' | 'asks-for-tunnel' | 'unknown-expectation' | 'too-slow';

/** How a request is unusual. */
export interface Unusual {
  /** Whether its client sends the body only once it is told to go on. */
  readonly awaitsContinue: boolean;
  /** The protocol it asks to change to, and what it sent already in that. */
  readonly upgrade: { readonly protocol: string; readonly head: Buffer } | undefined;
}

/** Who is told what comes over the connections of a server. */
export interface ServerEvents<Answer extends OutgoingAnswer> {
  /** Makes what a request is answered with. */
  readonly answerTo: (request: IncomingRequest, carrier: Carrier, shouldKeepAlive: boolean) => Answer;
  readonly request: (request: IncomingRequest, answer: Answer, unusual: Unusual | undefined) => void;
  /** The connection of the answer given last has closed. */
  readonly left: (answer: Answer) => void;
  /** The client has read what was sent, so that more may be. */
  readonly drained: (answer: Answer) => void;
  /** The rest of the request's body cannot be read; the connection is closed after that. */
  readonly broken: (answer: Answer) => void;
  /** Is to end the connection. */
  readonly unreadable: (socket: Socket, why: Unreadable) => void;
}

/** How connections are treated. */
export interface ConnectionLimits {
  readonly mostHeadBytes: Bytes;
  /** How long the head of a request may take to come. */
  readonly headWithinMs: Milliseconds;
  /** How long a connection is kept between two requests. */
  readonly keepAliveMs: Milliseconds;
}

/** So much of what is sent ahead waits here; the rest where it comes from. */
const mostAhead: Bytes = 64 * 1024;
/** How long what comes is thrown away on a connection that closes behind its answer. */
const lingerMs: Milliseconds = 2000;
const endOfHead = Buffer.from('\r\n\r\n');

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
  /** What has come of a head that is not whole. */
  #head = '';
  /** What was sent ahead. */
  #ahead: Buffer[] = [];
  #aheadBytes: Bytes = 0;
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
    return this.#reads === 'head' && this.#head === '';
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
    const at = this.#head === '' ? skipEmptyLines(bytes, from) : from;
    const bodyAt = this.#takeHead(bytes, at);
    if (bodyAt === undefined) return bytes.length;
    const text = this.#head;
    this.#head = '';
    this.#begin(parseRequestHead(text), bytes, bodyAt);
    return bodyAt;
  }

  /** Takes what there is of a head into `#head`; answers where the body begins, once the head is whole. */
  #takeHead(bytes: Buffer, at: number): number | undefined {
    const before = this.#head.length;
    const found = before === 0 ? bytes.indexOf(endOfHead, at) : -1;
    if (found !== -1) {
      this.#head = bytes.toString('latin1', at, found);
      return this.#isTooLarge() ? undefined : found + 4;
    }
    // Empty lines do not count, or they would keep a connection for good.
    if (before === 0 && at < bytes.length) this.#since = performance.now();
    this.#head += bytes.toString('latin1', at);
    // An end that was cut in two is found by looking at what came before once more.
    const end = this.#head.indexOf('\r\n\r\n', Math.max(0, before - 3));
    if (end !== -1) this.#head = this.#head.slice(0, end);
    if (this.#isTooLarge()) return undefined;
    if (end === -1) {
      if (!mayBecomeHead(this.#head)) throw new Malformed('it does not begin as a request');
      return undefined;
    }
    return at + end + 4 - before;
  }

  #isTooLarge(): boolean {
    if (this.#head.length <= this.#limits.mostHeadBytes) return false;
    this.#refuse('head-too-large');
    return true;
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
    while (!this.#isReading && this.#reads === 'head' && this.#ahead.length > 0) this.#readAhead();
  }

  #readAhead(): void {
    const ahead = Buffer.concat(this.#ahead);
    this.#ahead = [];
    this.#aheadBytes = 0;
    this.socket.resume();
    this.#read(ahead);
  }

  #keep(bytes: Buffer): void {
    this.#ahead.push(bytes);
    this.#aheadBytes += bytes.length;
    if (this.#aheadBytes > mostAhead) this.socket.pause();
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
    setTimeout(() => this.socket.destroy(), lingerMs).unref();
  }

  #refuse(why: Unreadable): void {
    const answer = this.#answer;
    const isUnderWay = answer?.isEnded === false;
    const isBodyBroken = this.#reads === 'body';
    this.#reads = 'no-more';
    this.#head = '';
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

/** Whether a request expects nothing of the server that no standard knows (RFC 9110, section 10.1.1). */
function isExpectation({ expect, isHttp10 }: Framing): boolean {
  return expect === '' || isHttp10 || expect.toLowerCase() === '100-continue';
}

/** @param restAt where in `bytes` begins what has come behind its head */
function unusualOf(framing: Framing, bytes: Buffer, restAt: number): Unusual | undefined {
  const awaitsContinue = framing.expect !== '' && !framing.isHttp10;
  const protocol = upgradeOf(framing);
  if (protocol === undefined) return awaitsContinue ? { awaitsContinue, upgrade: undefined } : undefined;
  return { awaitsContinue, upgrade: { protocol, head: bytes.subarray(restAt) } };
}
