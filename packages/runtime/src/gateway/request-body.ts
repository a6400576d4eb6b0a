import { Transform, type TransformCallback } from 'node:stream';
import type { Bytes } from '@asbuilt/core/model';

/**
 * The body of a request on its way to the callee, with backpressure. It stands between the two connections, so that
 * ending the call to the callee does not end the client's connection, which still waits for an answer.
 */
export class RequestBody extends Transform {
  bytes = 0;
  readonly #limitBytes: Bytes;
  readonly #onTooLarge: () => void;

  /** @param onTooLarge called once when more than `limitBytes` come; nothing of the body is passed on from then on */
  constructor(limitBytes: Bytes | undefined, onTooLarge: () => void) {
    super();
    this.#limitBytes = limitBytes ?? Number.POSITIVE_INFINITY;
    this.#onTooLarge = onTooLarge;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const wasTooLarge = this.bytes > this.#limitBytes;
    this.bytes += chunk.length;
    if (this.bytes <= this.#limitBytes) {
      done(null, chunk);
      return;
    }
    if (!wasTooLarge) this.#onTooLarge();
    done();
  }
}
