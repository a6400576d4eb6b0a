import type { Bytes } from '@asbuilt/core/model';

/** So much of it waits here; the rest where it comes from. */
const most: Bytes = 64 * 1024;

/** What a client sends before it has the answer to what it sent before. */
export class SentAhead {
  #pieces: Buffer[] = [];
  #bytes: Bytes = 0;

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  /** Keeps a piece; answers whether more may come. */
  keep(piece: Buffer): boolean {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    return this.#bytes <= most;
  }

  /** All of it, which is no longer kept. */
  take(): Buffer {
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#bytes = 0;
    return all;
  }
}
