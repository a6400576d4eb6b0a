import { Transform, type TransformCallback } from 'node:stream';
import type { Bytes } from '@asbuilt/core/model';
import type { Hindrance } from '../hindrance.ts';
import { Shaper } from '../shaper.ts';

export interface BodyEvents {
  /** Called once when more than `limitBytes` come; nothing of the body is passed on from then on. */
  readonly onTooLarge: () => void;
  /** What faults do to it now. */
  readonly hindrance: () => Hindrance | undefined;
}

/**
 * The body of a request on its way to the callee, with backpressure. It stands between the two connections, so that
 * ending the call to the callee does not end the client's connection, which still waits for an answer.
 */
export class RequestBody extends Transform {
  bytes = 0;
  readonly #limitBytes: Bytes;
  readonly #events: BodyEvents;
  #shaper: Shaper | undefined;

  constructor(limitBytes: Bytes | undefined, events: BodyEvents) {
    super();
    this.#limitBytes = limitBytes ?? Number.POSITIVE_INFINITY;
    this.#events = events;
    this.once('close', () => this.#shaper?.close());
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const wasTooLarge = this.bytes > this.#limitBytes;
    this.bytes += chunk.length;
    if (this.bytes <= this.#limitBytes) {
      if (this.#events.hindrance() === undefined) done(null, chunk);
      else this.#passLate(chunk, done);
      return;
    }
    if (!wasTooLarge) this.#events.onTooLarge();
    done();
  }

  /** One chunk at a time, so that whoever sends it waits, too. */
  #passLate(chunk: Buffer, done: TransformCallback): void {
    this.#shaper = new Shaper({
      look: this.#events.hindrance,
      write: (bytes) => {
        this.push(bytes);
        return true;
      },
      onEmpty: () => done(),
      end: () => undefined,
      breakOff: () => undefined,
    });
    this.#shaper.push(chunk);
  }
}
