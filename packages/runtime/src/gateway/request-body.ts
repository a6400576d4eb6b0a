import { Transform, type TransformCallback } from 'node:stream';
import type { Bytes } from '@asbuilt/core/model';

export interface BodyEvents {
  /** Called once when more than `limitBytes` come; nothing of the body is passed on from then on. */
  readonly onTooLarge: () => void;
  /** All of it has come, and trailers with it: `end` is to be called to say so to the callee. */
  readonly onEnd: (end: () => void) => void;
}

/**
 * The body of a request on its way to the callee, with backpressure. It stands between the two connections, so that
 * ending the call to the callee does not end the client's connection, which still waits for an answer.
 */
export class RequestBody extends Transform {
  bytes = 0;
  readonly #limitBytes: Bytes;
  readonly #events: BodyEvents;

  constructor(limitBytes: Bytes | undefined, events: BodyEvents) {
    super();
    this.#limitBytes = limitBytes ?? Number.POSITIVE_INFINITY;
    this.#events = events;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const wasTooLarge = this.bytes > this.#limitBytes;
    this.bytes += chunk.length;
    if (this.bytes <= this.#limitBytes) {
      done(null, chunk);
      return;
    }
    if (!wasTooLarge) this.#events.onTooLarge();
    done();
  }

  override _flush(done: TransformCallback): void {
    this.#events.onEnd(done);
  }
}
