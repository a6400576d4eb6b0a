import { crc32 } from 'node:zlib';
import { S3Error } from './s3-request.ts';

/** A chunk says its size in hexadecimal on a line of its own; no line of trailers is longer. */
const longestLine = 1000;

/**
 * The bytes of a body in chunks whose signature covers the headers alone, as SDKs send what they read from a stream
 * (`x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER`). A checksum in the trailer is held against them where it is a CRC32.
 *
 * @throws {S3Error} while it is read, when the framing does not hold, or the length or checksum that the client says
 */
export async function* unchunked(body: AsyncIterable<Buffer>, said: string | undefined): AsyncGenerator<Buffer> {
  const pieces = new Pieces(body);
  let bytes = 0;
  let sum = 0;
  for (let left = await sizeOf(pieces); left > 0; left = await sizeOf(pieces)) {
    while (left > 0) {
      const piece = await pieces.upTo(left);
      left -= piece.length;
      bytes += piece.length;
      sum = crc32(piece, sum);
      yield piece;
    }
    if ((await pieces.line()) !== '') throw broken();
  }
  for (let line = await pieces.line(); line !== ''; line = await pieces.line()) requireSum(line, sum);
  if (said !== undefined && Number(said) !== bytes) throw broken();
}

async function sizeOf(pieces: Pieces): Promise<number> {
  const size = /^([0-9a-f]{1,10})(?:;|$)/i.exec(await pieces.line())?.[1];
  if (size === undefined) throw broken();
  return Number.parseInt(size, 16);
}

/** `x-amz-checksum-crc32:AAAAAA==` */
function requireSum(line: string, sum: number): void {
  const said = /^x-amz-checksum-crc32\s*:\s*(\S+)$/i.exec(line)?.[1];
  const own = Buffer.alloc(4);
  own.writeUInt32BE(sum);
  if (said !== undefined && said !== own.toString('base64'))
    throw new S3Error(400, 'BadDigest', 'The bytes are not those whose checksum was given');
}

function broken(): S3Error {
  return new S3Error(400, 'IncompleteBody', 'The body is not in chunks as its headers say, or ended too soon');
}

/** What has come of a body and is not read yet. */
class Pieces {
  readonly #source: AsyncIterator<Buffer>;
  #here: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Buffer>) {
    this.#source = body[Symbol.asyncIterator]();
  }

  /** Some bytes, and no more than so many. */
  async upTo(most: number): Promise<Buffer> {
    if (this.#here.length === 0) await this.#more();
    const piece = this.#here.subarray(0, most);
    this.#here = this.#here.subarray(piece.length);
    return piece;
  }

  /** A line without its end. */
  async line(): Promise<string> {
    let end = this.#here.indexOf('\r\n');
    while (end === -1) {
      if (this.#here.length > longestLine) throw broken();
      await this.#more();
      end = this.#here.indexOf('\r\n');
    }
    const line = this.#here.subarray(0, end).toString('latin1');
    this.#here = this.#here.subarray(end + 2);
    return line;
  }

  async #more(): Promise<void> {
    const next = await this.#source.next();
    if (next.done === true) throw broken();
    this.#here = this.#here.length === 0 ? next.value : Buffer.concat([this.#here, next.value]);
  }
}
