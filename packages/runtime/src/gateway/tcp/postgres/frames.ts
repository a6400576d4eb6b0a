import type { Tap } from '#gateway/pump';

/** Who is told of the messages that go one way. */
export interface FrameReader {
  /** Types of messages of which it need not be told: rows, of which there may be millions. */
  readonly ignored?: ReadonlySet<number>;
  /** A message begins; `bodyBytes` without its type and length. Answers how many bytes of its body to show, or `drop(…)`. */
  begin(type: number, bodyBytes: number): number;
  /** The beginning of the body of a message, as much as was asked for and is there: a character a byte. */
  show(type: number, body: string): void;
  /** What came is no message: from here on everything passes as it is. */
  lose(): void;
}

/** The answer of `begin` for a message that is not passed on, but shown as far as that. */
export function drop(bytes = 0): number {
  return -1 - bytes;
}

const headBytes = 5;
const empty = Buffer.alloc(0);

/**
 * Follows the messages of PostgreSQL's protocol in one direction (https://www.postgresql.org/docs/current/protocol-message-formats.html):
 * a type, a length that counts itself, a body. Bodies are passed on as they come and never collected; at most four bytes
 * of a head that is not complete are held back until it is.
 */
export class Frames implements Tap {
  readonly #reader: FrameReader;
  readonly #ignored: Uint8Array;
  #held: Buffer = empty;
  #type = 0;
  /** Bytes of the current body that are still to come. */
  #left = 0;
  /** Bytes of it that are still to be shown, and those that were seen. */
  #wanted = 0;
  #shown = '';
  #drops = false;
  #isLost = false;

  constructor(reader: FrameReader) {
    this.#reader = reader;
    this.#ignored = Uint8Array.from({ length: 256 }, (_, type) => (reader.ignored?.has(type) === true ? 1 : 0));
  }

  /** Whether nothing of a message has been passed on whose rest is still to come. */
  get isBetween(): boolean {
    return this.#left === 0 && !this.#isLost;
  }

  pass(chunk: Buffer): Buffer | undefined {
    if (this.#isLost) return chunk;
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = empty;
    let kept: Buffer[] | undefined;
    let keptTo = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#left > 0) {
        at = this.#body(bytes, at);
        continue;
      }
      if (!this.#drops) at = this.#skip(bytes, at);
      if (bytes.length - at < headBytes) break;
      const dropped = this.#drops;
      const isHead = this.#head(bytes, at);
      if (dropped !== this.#drops) {
        kept ??= [];
        if (this.#drops) kept.push(bytes.subarray(keptTo, at));
        keptTo = at;
      }
      at = isHead ? at + headBytes : bytes.length;
    }
    this.#held = at < bytes.length ? Buffer.from(bytes.subarray(at)) : empty;
    return this.#kept(bytes, kept, keptTo, at);
  }

  end(): Buffer | undefined {
    return this.#held.length === 0 ? undefined : this.#held;
  }

  #kept(bytes: Buffer, kept: Buffer[] | undefined, from: number, to: number): Buffer | undefined {
    if (kept === undefined) {
      if (this.#drops || to === 0) return undefined;
      return to === bytes.length ? bytes : bytes.subarray(0, to);
    }
    if (!this.#drops) kept.push(bytes.subarray(from, to));
    const all = Buffer.concat(kept);
    return all.length === 0 ? undefined : all;
  }

  /** Goes past whole messages of which nobody is told. */
  #skip(bytes: Buffer, from: number): number {
    const ignored = this.#ignored;
    let at = from;
    for (let last = bytes.length - headBytes; at <= last; ) {
      if (ignored[bytes[at] ?? 0] === 0) return at;
      const length =
        ((bytes[at + 1] ?? 0) << 24) |
        ((bytes[at + 2] ?? 0) << 16) |
        ((bytes[at + 3] ?? 0) << 8) |
        (bytes[at + 4] ?? 0);
      const next = at + 1 + length;
      if (length < 4 || next > bytes.length) return at;
      at = next;
    }
    return at;
  }

  /** Reads a head; `false` when it is none. */
  #head(bytes: Buffer, at: number): boolean {
    const type = bytes[at] ?? 0;
    const bodyBytes = bytes.readInt32BE(at + 1) - 4;
    if (bodyBytes < 0 || !isType(type)) {
      this.#isLost = true;
      this.#drops = false;
      this.#reader.lose();
      return false;
    }
    const answer = this.#reader.begin(type, bodyBytes);
    this.#drops = answer < 0;
    const wanted = this.#drops ? -1 - answer : answer;
    this.#type = type;
    this.#left = bodyBytes;
    this.#wanted = Math.min(wanted, bodyBytes);
    if (this.#wanted === 0 && wanted > 0) this.#reader.show(type, '');
    return true;
  }

  /** Goes on in a body; answers where it ends, or the chunk does. */
  #body(bytes: Buffer, at: number): number {
    const end = Math.min(at + this.#left, bytes.length);
    this.#left -= end - at;
    if (this.#wanted > 0) this.#show(bytes, at, Math.min(end, at + this.#wanted));
    return end;
  }

  #show(bytes: Buffer, from: number, to: number): void {
    this.#wanted -= to - from;
    const part = to - from === 1 ? String.fromCharCode(bytes[from] ?? 0) : bytes.toString('latin1', from, to);
    const body = this.#shown + part;
    this.#shown = this.#wanted === 0 ? '' : body;
    if (this.#wanted === 0) this.#reader.show(this.#type, body);
  }
}

/** Types are letters and digits. */
function isType(type: number): boolean {
  return (type >= 0x41 && type <= 0x5a) || (type >= 0x61 && type <= 0x7a) || (type >= 0x31 && type <= 0x39);
}
