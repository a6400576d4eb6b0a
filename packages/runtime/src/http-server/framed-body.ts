import type { Bytes } from '@asbuilt/core/model';
import { ChunkedBody } from '#http-message/chunked-body';
import type { IncomingBody } from './incoming-body.ts';

const none: readonly string[] = [];

/** A body that is being read off a connection, by its length or in its chunks, into the stream that it is given on by. */
export class FramedBody {
  readonly stream: IncomingBody;
  /** What is left of it, where that is known. */
  #left: Bytes;
  readonly #chunked: ChunkedBody | undefined;
  readonly #sink = {
    data: (bytes: Buffer, from: number, to: number): void => this.stream.give(bytes.subarray(from, to)),
  };

  constructor(length: Bytes | 'chunked', stream: IncomingBody) {
    this.stream = stream;
    this.#left = length === 'chunked' ? Number.POSITIVE_INFINITY : length;
    this.#chunked = length === 'chunked' ? new ChunkedBody() : undefined;
  }

  /** Whether so many bytes are surely all of it. */
  endsWithin(bytes: Bytes): boolean {
    return this.#left <= bytes;
  }

  /** What stood behind it, once all of it has come. */
  get trailers(): readonly string[] | undefined {
    if (this.#chunked !== undefined) return this.#chunked.trailers;
    return this.#left === 0 ? none : undefined;
  }

  /** Reads on; answers up to where. Throws what is `Malformed`. */
  read(bytes: Buffer, from: number): number {
    if (this.#chunked !== undefined) return this.#chunked.read(bytes, from, bytes.length, this.#sink);
    const end = Math.min(bytes.length, from + this.#left);
    this.#left -= end - from;
    this.stream.give(bytes.subarray(from, end));
    return end;
  }
}
