import type { Tap } from '#gateway/pump';
import { incompleteLine, noNumberLine, readNumberLine } from './lines.ts';
import { Steps } from './steps.ts';

/** Who is told of the replies that a server sends. */
export interface ReplyReader {
  /** A reply is complete; `error` is its prefix, e.g. `WRONGTYPE`, where it is one. Answers what to put behind it. */
  reply(error: string | undefined): Buffer | undefined;
  /** Something is complete that the server sends unasked, or to say that it has subscribed. Answers the same. */
  push(): Buffer | undefined;
  /** What came is no reply: from here on everything passes as it is. */
  lose(): void;
}

/** An error's line is held back until it is complete, but no more of it than this. */
const mostHeld = 4096;
const lf = 0x0a;

/** How values of RESP2 and RESP3 go on, by their types. */
const lines = new Set(['+', ':', '_', ',', '#', '('].map(codeOf));
const bulks = new Set(['$', '=', '!'].map(codeOf));
const aggregates = new Map(
  ['*', '~', '>', '%', '|'].map((type) => [codeOf(type), type === '%' || type === '|' ? 2 : 1]),
);
const error = codeOf('-');
const bulkError = codeOf('!');
const push = codeOf('>');
const attribute = codeOf('|');

/** Follows the replies of a server, however deep they nest, by counting what is still to come. Values are passed on as they come. */
export class Replies implements Tap {
  readonly #reader: ReplyReader;
  readonly #steps: Steps = new Steps((bytes, at) => this.#step(bytes, at));
  /** Values that are still to come of the current reply; 0 between replies. */
  #values = 0;
  /** Bytes of the current bulk that are still to come, its line end among them. */
  #left = 0;
  #isInLine = false;
  #isPush = false;
  #error: string | undefined;

  constructor(reader: ReplyReader) {
    this.#reader = reader;
  }

  /** Whether nothing of a reply has been passed on whose rest is still to come. */
  get isBetween(): boolean {
    return this.#values === 0 && !this.#steps.isLost;
  }

  pass(chunk: Buffer): Buffer | undefined {
    return this.#steps.pass(chunk);
  }

  end(): Buffer | undefined {
    return this.#steps.end();
  }

  /** From here on everything passes as it is. */
  letGo(): void {
    this.#steps.letGo();
  }

  #step(bytes: Buffer, at: number): number | undefined {
    if (this.#left > 0) {
      const end = Math.min(at + this.#left, bytes.length);
      this.#left -= end - at;
      if (this.#left === 0) this.#value(end);
      return end;
    }
    if (this.#isInLine) return this.#line(bytes, at);
    const type = bytes[at] ?? 0;
    if (this.#values === 0) this.#begin(type);
    if (type === error) return this.#errorLine(bytes, at);
    if (lines.has(type)) {
      this.#open();
      return this.#line(bytes, at);
    }
    return this.#counted(bytes, at, type);
  }

  #begin(type: number): void {
    this.#isPush = type === push;
    this.#error = type === bulkError ? 'ERR' : undefined;
  }

  /** The first value of a reply is about to be passed on. */
  #open(): void {
    if (this.#values === 0) this.#values = 1;
  }

  #line(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(lf, at);
    this.#isInLine = end === -1;
    if (end === -1) return bytes.length;
    this.#value(end + 1);
    return end + 1;
  }

  #errorLine(bytes: Buffer, at: number): number | undefined {
    if (bytes.indexOf(lf, at) === -1 && bytes.length - at < mostHeld) return undefined;
    if (this.#values === 0) this.#error = prefixOf(bytes, at + 1);
    this.#open();
    return this.#line(bytes, at);
  }

  #counted(bytes: Buffer, at: number, type: number): number | undefined {
    const perEntry = aggregates.get(type);
    const line = perEntry !== undefined || bulks.has(type) ? readNumberLine(bytes, at) : noNumberLine;
    if (line === incompleteLine) return undefined;
    if (line === noNumberLine) return this.#lose(at);
    this.#open();
    if (line.value < 0) this.#value(line.end);
    else if (perEntry === undefined) this.#left = line.value + 2;
    else {
      // An attribute stands before a value, and is none itself.
      this.#values += line.value * perEntry + (type === attribute ? 1 : 0);
      this.#value(line.end);
    }
    return line.end;
  }

  /** A value is complete. */
  #value(at: number): void {
    this.#values -= 1;
    if (this.#values > 0) return;
    const behind = this.#isPush ? this.#reader.push() : this.#reader.reply(this.#error);
    if (behind !== undefined) this.#steps.pieces.insert(behind, at);
  }

  #lose(at: number): number {
    this.#steps.letGo();
    this.#reader.lose();
    return at;
  }
}

/** The first word of an error, in capitals by custom; `MAXCLIENTS` for what only its text tells from others. */
function prefixOf(bytes: Buffer, at: number): string {
  const beginning = bytes.toString('latin1', at, at + 32);
  if (beginning.startsWith('ERR max number of clients')) return 'MAXCLIENTS';
  return /^[A-Z]{1,20}\b/.exec(beginning)?.[0] ?? 'ERR';
}

function codeOf(type: string): number {
  return type.charCodeAt(0);
}
