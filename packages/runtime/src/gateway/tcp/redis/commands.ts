import type { Tap } from '#gateway/pump';
import { incompleteLine, noNumberLine, readNumberLine } from './lines.ts';
import { Steps } from './steps.ts';

/** Who is told of the commands that a client sends. */
export interface CommandReader {
  /** A command begins: its name, in upper case, and its first arguments. Answers whether to pass it on. */
  command(name: string, args: readonly string[]): boolean;
  /** Whether the arguments of a command matter. */
  wantsArguments(name: string): boolean;
  /** What came is no command: from here on everything passes as it is. */
  lose(): void;
}

/** The beginning of a command is held back until its name is known, but no more of it than this. */
const mostHeld = 1024;
/** As many arguments are looked at, and no longer ones are read: a name may be of any length, what matters is short. */
const mostArguments = 8;
const mostWordBytes = 64;

const array = 0x2a; // *
const bulk = 0x24; // $
const lf = 0x0a;

/** The head of a command, as far as it was looked at. */
interface Head {
  readonly name: string;
  readonly args: readonly string[];
  readonly end: number;
  /** Arguments behind it. */
  readonly argsLeft: number;
}

/**
 * Follows the commands that a client sends: arrays of bulk strings, or lines
 * (https://redis.io/docs/latest/develop/reference/protocol-spec/). Arguments are passed on as they come.
 */
export class Commands implements Tap {
  readonly #reader: CommandReader;
  readonly #steps: Steps = new Steps((bytes, at) => this.#step(bytes, at));
  #argsLeft = 0;
  /** Bytes of the current argument that are still to come, its line end among them. */
  #left = 0;

  constructor(reader: CommandReader) {
    this.#reader = reader;
  }

  pass(chunk: Buffer): Buffer | undefined {
    return this.#steps.pass(chunk);
  }

  end(): Buffer | undefined {
    return this.#steps.end();
  }

  /** Goes on as long as it does not need more than has come; answers up to where it went. */
  #step(bytes: Buffer, at: number): number | undefined {
    if (this.#left > 0) {
      const end = Math.min(at + this.#left, bytes.length);
      this.#left -= end - at;
      return end;
    }
    if (this.#argsLeft > 0) return this.#argument(bytes, at);
    return this.#command(bytes, at);
  }

  #argument(bytes: Buffer, at: number): number | undefined {
    const line = bytes[at] === bulk ? readNumberLine(bytes, at) : noNumberLine;
    if (line === incompleteLine) return undefined;
    if (line === noNumberLine || line.value < 0) return this.#lose(at);
    this.#argsLeft -= 1;
    this.#left = line.value + 2;
    return line.end;
  }

  #command(bytes: Buffer, at: number): number | undefined {
    const head = bytes[at] === array ? this.#arrayHead(bytes, at) : lineHead(bytes, at);
    if (head === incompleteLine) return bytes.length - at > mostHeld ? this.#lose(at) : undefined;
    if (head === noNumberLine) return this.#lose(at);
    // An empty line or array is no command, and is not answered.
    const passes = head.name === '' || this.#reader.command(head.name, head.args);
    this.#steps.pieces.drop(!passes, at);
    this.#argsLeft = head.argsLeft;
    return head.end;
  }

  #arrayHead(bytes: Buffer, at: number): Head | typeof incompleteLine | typeof noNumberLine {
    const count = readNumberLine(bytes, at);
    if (typeof count === 'string') return count;
    if (count.value <= 0) return { name: '', args: [], end: count.end, argsLeft: 0 };
    const first = bulkAt(bytes, count.end, mostWordBytes);
    if (typeof first === 'string') return first;
    const name = first.text.toUpperCase();
    const args: string[] = [];
    let { end } = first;
    const wanted = this.#reader.wantsArguments(name) ? Math.min(mostArguments, count.value - 1) : 0;
    while (args.length < wanted) {
      const argument = bulkAt(bytes, end, mostHeld);
      if (argument === incompleteLine && bytes.length - at < mostHeld) return incompleteLine;
      if (typeof argument === 'string') break;
      args.push(argument.text);
      ({ end } = argument);
    }
    return { name, args, end, argsLeft: count.value - 1 - args.length };
  }

  #lose(at: number): number {
    this.#steps.letGo();
    this.#reader.lose();
    return at;
  }
}

function bulkAt(
  bytes: Buffer,
  at: number,
  mostBytes: number,
): { readonly text: string; readonly end: number } | typeof incompleteLine | typeof noNumberLine {
  if (at >= bytes.length) return incompleteLine;
  const line = bytes[at] === bulk ? readNumberLine(bytes, at) : noNumberLine;
  if (typeof line === 'string') return line;
  if (line.value < 0 || line.value > mostBytes) return noNumberLine;
  const end = line.end + line.value + 2;
  if (end > bytes.length) return incompleteLine;
  return { text: line.value > mostWordBytes ? '' : bytes.toString('latin1', line.end, end - 2), end };
}

/** A command as people type it. */
function lineHead(bytes: Buffer, at: number): Head | typeof incompleteLine | typeof noNumberLine {
  const first = bytes[at] ?? 0;
  const isText = first === 0x0d || first === lf || (first >= 0x20 && first < 0x7f);
  if (!isText) return noNumberLine;
  const end = bytes.indexOf(lf, at);
  if (end === -1) return incompleteLine;
  const [name = '', ...args] = bytes.toString('latin1', at, end).trim().split(/\s+/, mostArguments);
  return { name: name.toUpperCase(), args, end: end + 1, argsLeft: 0 };
}
