import type { Tap } from '#gateway/pump';
import { Pieces } from './pieces.ts';

const empty = Buffer.alloc(0);

/** Goes on from a place in a chunk: answers up to where it went, or `undefined` when it needs more than has come. */
export type Step = (bytes: Buffer, at: number) => number | undefined;

/** Goes through what a connection carries step by step, and holds back what no step can use before more has come. */
export class Steps implements Tap {
  readonly #step: Step;
  /** What goes on of the chunk that is looked at. */
  readonly pieces: Pieces = new Pieces();
  #held: Buffer = empty;
  #isLost = false;

  constructor(step: Step) {
    this.#step = step;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** From here on everything passes as it is. */
  letGo(): void {
    this.#isLost = true;
  }

  pass(chunk: Buffer): Buffer | undefined {
    if (this.#isLost) return chunk;
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = empty;
    this.pieces.begin(bytes);
    let at = 0;
    while (at < bytes.length && !this.#isLost) {
      const next = this.#step(bytes, at);
      if (next === undefined) break;
      at = next;
    }
    if (this.#isLost) {
      this.pieces.drop(false, at);
      at = bytes.length;
    }
    this.#held = at < bytes.length ? Buffer.from(bytes.subarray(at)) : empty;
    return this.pieces.end(at);
  }

  end(): Buffer | undefined {
    return this.#held.length === 0 ? undefined : this.#held;
  }
}
