import type { Tap } from '../pump.ts';
import { FrameWalk } from './frame-walk.ts';

/** Passes on the frames that go one way, and puts a Close frame behind one of them when it is told to: the last one that goes. */
export class ClosingTap implements Tap {
  readonly #frames = new FrameWalk();
  readonly #write: (bytes: Buffer) => void;
  /** Present while a frame is under way behind which it is to stand. */
  #waiting: Buffer | undefined;
  #isOver = false;

  /** @param write puts bytes into the stream, behind what has gone through */
  constructor(write: (bytes: Buffer) => void) {
    this.#write = write;
  }

  /** Whether a Close has gone this way, or is about to. */
  get isClosing(): boolean {
    return this.#isOver || this.#waiting !== undefined || this.#frames.hasClosed;
  }

  /** Says goodbye as soon as no frame is under way; not twice. */
  close(frame: Buffer): void {
    if (this.isClosing) return;
    if (!this.#frames.isBetweenFrames) {
      this.#waiting = frame;
      return;
    }
    this.#isOver = true;
    this.#write(frame);
  }

  pass(chunk: Buffer): Buffer | undefined {
    // Nothing may stand behind a Close (RFC 6455, section 5.5.1).
    if (this.#isOver) return undefined;
    if (this.#waiting === undefined) {
      this.#frames.pass(chunk);
      return chunk;
    }
    const end = this.#frames.passFrame(chunk);
    if (!this.#frames.isBetweenFrames) return chunk;
    this.#isOver = true;
    // What was under way may have been the other one's own goodbye.
    return this.#frames.hasClosed ? chunk.subarray(0, end) : Buffer.concat([chunk.subarray(0, end), this.#waiting]);
  }

  end(): undefined {
    return undefined;
  }
}
