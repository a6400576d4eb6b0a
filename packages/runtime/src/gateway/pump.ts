import type { Duplex } from 'node:stream';
import type { BreakOff, Hindrance } from './hindrance.ts';
import { type LentReads, leastBytes } from './lent-reads.ts';
import { Shaper } from './shaper.ts';

/** Looks at what goes one way, and may hold some of it back or put something in. */
export interface Tap {
  /** What goes on of a chunk: the same buffer where nothing changes, `undefined` where nothing is left. */
  pass(chunk: Buffer): Buffer | undefined;
  /** No more comes: what was held back. */
  end(): Buffer | undefined;
}

/** What a pump may be told besides its connections. */
export interface PumpOptions {
  readonly tap?: Tap | undefined;
  /** The chunks of the connection that is read, where they are only lent; all but those that it has already. */
  readonly lent?: LentReads | undefined;
}

/** Passes on what comes from one connection to the other as it comes; whoever reads slowly slows the sender down. */
export class Pump {
  readonly #from: Duplex;
  readonly #to: Duplex;
  readonly #tap: Tap | undefined;
  #shaper: Shaper | undefined;
  #isHeld = false;
  #isBlocked = false;
  #end: () => void;

  constructor(from: Duplex, to: Duplex, { tap, lent }: PumpOptions = {}) {
    this.#from = from;
    this.#to = to;
    this.#tap = tap;
    this.#end = () => to.end();
    from.on('data', (chunk: Buffer) => this.#take(chunk));
    if (lent !== undefined) lent.take = (chunk) => this.#takeLent(chunk);
    from.once('end', () => this.#onEnd());
    to.on('drain', () => this.#onDrain());
  }

  /** Puts something into the stream, behind what went through so far. */
  write(bytes: Buffer): void {
    const shaper = this.#shaper;
    if (shaper !== undefined) {
      shaper.push(bytes);
      if (shaper.isFull && shaper === this.#shaper) this.#block();
      // A socket asks to wait for every chunk that is large, also for one that is out already.
    } else if (isOpen(this.#to) && !this.#to.write(bytes) && this.#to.writableLength > 0) this.#block();
  }

  /** Takes nothing more from the sender until `release`. */
  hold(): void {
    this.#isHeld = true;
    this.#from.pause();
  }

  release(): void {
    this.#isHeld = false;
    if (!this.#isBlocked) this.#from.resume();
  }

  /** Lets faults act for as long as `look` sees any; to be called again whenever one is added or removed. */
  shape(look: () => Hindrance | undefined, breakOff: (how: BreakOff) => void): void {
    if (this.#shaper !== undefined) return this.#shaper.step();
    if (look() === undefined) return;
    this.#shaper = new Shaper({
      look,
      breakOff,
      write: (bytes) => !isOpen(this.#to) || this.#to.write(bytes),
      end: () => this.#end(),
      onEmpty: () => this.#onEmpty(look),
    });
  }

  /** Nothing more comes: does `end` once everything has been passed on. */
  finish(end: () => void = this.#end): void {
    this.#end = end;
    if (this.#shaper === undefined) end();
    else this.#shaper.finish();
  }

  close(): void {
    this.#shaper?.close();
    this.#shaper = undefined;
  }

  /**
   * What is large is passed on as it is: if it does not go out at once, nothing is read until it has. A write that is not
   * large may wait unnoticed, and a shaper keeps what it gets.
   */
  #takeLent(chunk: Buffer): true {
    const rest = this.#tap === undefined ? chunk : this.#tap.pass(chunk);
    if (rest === undefined) return true;
    const isLarge = rest.length > leastBytes && rest.length >= this.#to.writableHighWaterMark;
    this.write(isLarge && this.#shaper === undefined ? rest : Buffer.from(rest));
    return true;
  }

  #take(chunk: Buffer): void {
    if (this.#tap === undefined) return this.write(chunk);
    const rest = this.#tap.pass(chunk);
    if (rest !== undefined) this.write(rest);
  }

  #onEnd(): void {
    const rest = this.#tap?.end();
    if (rest !== undefined) this.write(rest);
    this.finish();
  }

  #onDrain(): void {
    if (this.#shaper === undefined) this.#unblock();
    else this.#shaper.drained();
  }

  #onEmpty(look: () => Hindrance | undefined): void {
    if (look() === undefined) this.close();
    this.#unblock();
  }

  #block(): void {
    this.#isBlocked = true;
    this.#from.pause();
  }

  #unblock(): void {
    if (!this.#isBlocked || this.#to.writableNeedDrain) return;
    this.#isBlocked = false;
    if (!this.#isHeld) this.#from.resume();
  }
}

function isOpen(to: Duplex): boolean {
  return !to.destroyed && !to.writableEnded;
}
