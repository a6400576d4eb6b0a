import { maxHeaderSize } from 'node:http';
import { ChunkedBody } from '#http-message/chunked-body';
import { isKept } from '#http-message/fields';
import { HeadReader } from '#http-message/head-reader';
import { Malformed } from '#http-message/malformed';
import { type AnswerHead, parseAnswerHead } from './answer-head.ts';
import { type BodyLength, bodyLengthOf } from './body-length.ts';
import { ExchangeError } from './exchange.ts';

/** Who is told what a reader reads. */
export interface AnswerEvents {
  interim(head: AnswerHead): void;
  head(head: AnswerHead): void;
  data(bytes: Buffer, from: number, to: number): void;
  /** @param isKept whether the connection may carry another call */
  end(trailers: readonly string[], isKept: boolean): void;
  /** @param from where in `bytes` the other protocol begins */
  upgrade(head: AnswerHead, bytes: Buffer, from: number, to: number): void;
}

/** What an answer is to. */
export interface Expected {
  readonly isToHead: boolean;
  readonly mayUpgrade: boolean;
}

const none: readonly string[] = [];

/**
 * Reads the answers that come over one connection (RFC 9112), one at a time, as they come: `expect`, then `read` whatever
 * comes. It is told of no bytes that it keeps: a buffer may be used again once `read` has returned.
 */
export class AnswerReader {
  readonly #events: AnswerEvents;
  #reads: 'nothing' | 'head' | BodyLength = 'nothing';
  #expected: Expected = { isToHead: false, mayUpgrade: false };
  readonly #head = new HeadReader();
  /** What is left of a body whose length is known. */
  #left = 0;
  #chunked: ChunkedBody | undefined;
  #isKept = false;

  constructor(events: AnswerEvents) {
    this.#events = events;
  }

  /** Whether nothing of the expected answer has come. */
  get isUntouched(): boolean {
    return this.#reads === 'head' && this.#head.text === '';
  }

  expect(expected: Expected): void {
    this.#expected = expected;
    this.#reads = 'head';
  }

  /** Reads no further in what it was given last, and nothing more. */
  stop(): void {
    this.#reads = 'nothing';
  }

  /** Throws what is `Malformed` where that is no answer, or none was expected. */
  read(bytes: Buffer, to: number): void {
    let at = 0;
    while (at < to) {
      if (this.#reads === 'nothing') throw new Malformed('something came that was not asked for');
      at = this.#reads === 'head' ? this.#readHead(bytes, at, to) : this.#readBody(bytes, at, to);
      if (at === stopped) return;
    }
  }

  /** The callee has closed its side: throws an `ExchangeError` where more was to come. */
  close(): void {
    if (this.#reads === 'nothing') return;
    if (this.#reads !== 'until-close') throw new ExchangeError('CLOSED', 'The callee closed the connection too early.');
    this.#reads = 'nothing';
    this.#events.end(none, false);
  }

  #readHead(bytes: Buffer, at: number, to: number): number {
    const bodyAt = this.#head.take(bytes, at, to);
    requireSize(this.#head.text);
    if (bodyAt === undefined) return to;
    const head = parseAnswerHead(this.#head.finish());
    if (head === undefined) throw new Malformed('its head is none of HTTP/1.1');
    if (head.status === 101) return this.#upgrade(head, bytes, bodyAt, to);
    if (head.status < 200) this.#events.interim(head);
    else this.#begin(head, bodyAt < to);
    return this.#after(bodyAt);
  }

  #upgrade(head: AnswerHead, bytes: Buffer, at: number, to: number): number {
    if (!this.#expected.mayUpgrade) throw new Malformed('it changes to a protocol that was not asked for');
    this.#reads = 'nothing';
    this.#events.upgrade(head, bytes, at, to);
    return stopped;
  }

  #begin(head: AnswerHead, hasMore: boolean): void {
    const length = bodyLengthOf(head, this.#expected.isToHead);
    if (typeof length === 'object') throw new Malformed(length.reason);
    this.#isKept = length !== 'until-close' && isKept(head.framing);
    this.#reads = length;
    if (typeof length === 'number') this.#left = length;
    this.#chunked = length === 'chunked' ? new ChunkedBody() : undefined;
    this.#events.head(head);
    if (length === 0 && this.#reads === 0) this.#end(none, hasMore);
  }

  #readBody(bytes: Buffer, at: number, to: number): number {
    if (this.#chunked !== undefined) return this.#readChunks(this.#chunked, bytes, at, to);
    const end = this.#reads === 'until-close' ? to : Math.min(to, at + this.#left);
    this.#left -= end - at;
    this.#events.data(bytes, at, end);
    if (this.#reads !== 'until-close' && this.#left === 0) this.#end(none, end < to);
    return this.#after(end);
  }

  #readChunks(chunked: ChunkedBody, bytes: Buffer, at: number, to: number): number {
    const end = chunked.read(bytes, at, to, this.#events);
    if (chunked.trailers !== undefined) this.#end(chunked.trailers, end < to);
    return this.#after(end);
  }

  /** Where to read on; nowhere if the one who was told wants no more. */
  #after(at: number): number {
    return this.#reads === 'nothing' ? stopped : at;
  }

  /** What comes right behind an answer is to nothing that was asked: its connection is not to be trusted. */
  #end(trailers: readonly string[], hasMore: boolean): void {
    // Whoever was told last may have stopped it.
    if (this.#reads === 'nothing') return;
    this.#reads = 'nothing';
    this.#chunked = undefined;
    this.#events.end(trailers, this.#isKept && !hasMore);
  }
}

const stopped = -1;

function requireSize(head: string): void {
  if (head.length > maxHeaderSize) throw new Malformed(`its head has more than ${maxHeaderSize} bytes`);
}
