import { parseTrailers, token } from './fields.ts';
import { Malformed } from './malformed.ts';

/** Where a body in chunks goes. */
export interface ChunkedSink {
  data(bytes: Buffer, from: number, to: number): void;
}

/** More than that between two chunks, or behind the last one, is nobody's honest answer. */
const mostLineBytes = 16_384;
const quoted = '"[\\t\\x20\\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]*"';
/** With extensions, which say nothing to anybody here. */
const sizeLine = new RegExp(`^([0-9a-fA-F]{1,12})(?:;${token}(?:=(?:${token}|${quoted}))?)*$`);

/** Reads a body in chunks as it comes (RFC 9112, section 7.1). */
export class ChunkedBody {
  #expects: 'size' | 'data' | 'end-of-data' | 'trailers' = 'size';
  /** What is left of the chunk. */
  #left = 0;
  /** What has come of a line. */
  #line = '';
  #trailers = '';

  /** Present once all of it has come. */
  trailers: readonly string[] | undefined;

  /** Reads on; answers up to where. Throws what is `Malformed`. */
  read(bytes: Buffer, from: number, to: number, sink: ChunkedSink): number {
    let at = from;
    while (at < to && this.trailers === undefined) {
      at = this.#expects === 'data' ? this.#readData(bytes, at, to, sink) : this.#readLine(bytes, at, to);
    }
    return at;
  }

  #readData(bytes: Buffer, at: number, to: number, sink: ChunkedSink): number {
    const end = Math.min(to, at + this.#left);
    this.#left -= end - at;
    if (this.#left === 0) this.#expects = 'end-of-data';
    sink.data(bytes, at, end);
    return end;
  }

  #readLine(bytes: Buffer, at: number, to: number): number {
    const found = bytes.indexOf(0x0a, at);
    const end = found === -1 || found >= to ? to : found + 1;
    this.#line += bytes.toString('latin1', at, end);
    if (this.#line.length + this.#trailers.length > mostLineBytes)
      throw new Malformed('it has too much between its chunks');
    if (end === to && !this.#line.endsWith('\n')) return end;
    if (!this.#line.endsWith('\r\n')) throw new Malformed('a line in its chunked body does not end with CRLF');
    const line = this.#line.slice(0, -2);
    this.#line = '';
    this.#take(line);
    return end;
  }

  #take(line: string): void {
    if (this.#expects === 'size') this.#begin(line);
    else if (this.#expects === 'trailers') this.#takeTrailer(line);
    else if (line === '') this.#expects = 'size';
    else throw new Malformed('a chunk is longer than it says');
  }

  #begin(line: string): void {
    const size = sizeLine.exec(line)?.[1];
    if (size === undefined) throw new Malformed('the size of a chunk cannot be read');
    this.#left = Number.parseInt(size, 16);
    this.#expects = this.#left === 0 ? 'trailers' : 'data';
  }

  #takeTrailer(line: string): void {
    if (line !== '') {
      this.#trailers += `${line}\r\n`;
      return;
    }
    this.trailers = parseTrailers(this.#trailers);
    if (this.trailers === undefined) throw new Malformed('what stands behind its chunks are no fields');
  }
}
