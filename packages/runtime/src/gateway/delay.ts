import { Transform, type TransformCallback } from 'node:stream';
import type { Milliseconds } from '@asbuilt/core/model';

/** Passes data on in order, each chunk after a delay, which may change from chunk to chunk and be 0. */
export class Delay extends Transform {
  readonly #delayMs: () => Milliseconds;
  #timer: NodeJS.Timeout | undefined;

  constructor(delayMs: () => Milliseconds) {
    super();
    this.#delayMs = delayMs;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const delayMs = this.#delayMs();
    if (delayMs === 0) done(null, chunk);
    else this.#timer = setTimeout(done, delayMs, null, chunk);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#timer);
    done(error);
  }
}
