import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import type { BreakOff, Hindrance } from './hindrance.ts';

/** What a shaper works on. */
export interface Shaped {
  /** What the faults do now; `undefined` once there are none. */
  readonly look: () => Hindrance | undefined;
  /** Passes bytes on; `false` when no more should come until `drained`. */
  readonly write: (bytes: Buffer) => boolean;
  readonly end: () => void;
  readonly breakOff: (how: BreakOff) => void;
  /** Everything has been passed on. */
  readonly onEmpty: () => void;
}

/** What a shaper keeps at most before the sender has to wait. */
const mostKept: Bytes = 256 * 1024;
/** A limited bandwidth passes as much at once as it carries in this time. */
const tickMs: Milliseconds = 20;

/** Passes chunks on in their order, but late, slowly, in pieces or not at all, as the faults of the moment say. */
export class Shaper {
  readonly #shaped: Shaped;
  readonly #queue: { bytes: Buffer; readonly dueAt: Milliseconds }[] = [];
  #kept: Bytes = 0;
  #passed: Bytes = 0;
  #freeAt: Milliseconds = 0;
  #isBlocked = false;
  #isFinished = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(shaped: Shaped) {
    this.#shaped = shaped;
  }

  get isFull(): boolean {
    return this.#kept >= mostKept;
  }

  push(bytes: Buffer): void {
    const dueAt = performance.now() + (this.#shaped.look()?.delayMs ?? 0);
    this.#queue.push({ bytes, dueAt });
    this.#kept += bytes.length;
    if (this.#queue.length === 1) this.step();
  }

  /** No more comes: ends what it writes to once everything has been passed on. */
  finish(): void {
    this.#isFinished = true;
    this.step();
  }

  /** Takes more again. */
  drained(): void {
    this.#isBlocked = false;
    this.step();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Passes on what may be passed on now. */
  step(): void {
    clearTimeout(this.#timer);
    while (!this.#isClosed && !this.#isBlocked) {
      const hindrance = this.#shaped.look();
      const [head] = this.#queue;
      if (head === undefined && !this.#isFinished) return this.#shaped.onEmpty();
      const waitMs = hindrance === undefined ? 0 : this.#waitMs(hindrance, head?.dueAt ?? 0);
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.step(), waitMs);
        return;
      }
      if (head === undefined) return this.#end();
      if (hindrance !== undefined && this.#passed >= hindrance.afterBytes) return this.#breakOff(hindrance);
      this.#passOn(head, hindrance);
    }
  }

  #waitMs({ heldForMs }: Hindrance, dueAt: Milliseconds): Milliseconds {
    return Math.max(heldForMs, Math.max(dueAt, this.#freeAt) - performance.now());
  }

  #passOn(head: { bytes: Buffer }, hindrance: Hindrance | undefined): void {
    const size = Math.min(head.bytes.length, hindrance === undefined ? Infinity : this.#most(hindrance));
    const piece = head.bytes.subarray(0, size);
    head.bytes = head.bytes.subarray(size);
    if (head.bytes.length === 0) this.#queue.shift();
    this.#kept -= size;
    this.#passed += size;
    if (hindrance !== undefined) this.#rest(size, hindrance);
    this.#isBlocked = !this.#shaped.write(piece);
  }

  #most({ bytesPerSecond, pieceBytes, afterBytes }: Hindrance): Bytes {
    const inTick = Math.max(1, Math.floor((bytesPerSecond * tickMs) / 1000));
    return Math.min(pieceBytes, inTick, afterBytes - this.#passed);
  }

  #rest(size: Bytes, { bytesPerSecond, pauseMs }: Hindrance): void {
    const now = performance.now();
    // What a late timer lost is made up for, so that the bandwidth is the stated one.
    const from = now - this.#freeAt < 10 * tickMs ? this.#freeAt : now;
    const takesMs = bytesPerSecond === Infinity ? 0 : (size * 1000) / bytesPerSecond;
    this.#freeAt = pauseMs > 0 ? now + Math.max(pauseMs, takesMs) : from + takesMs;
  }

  #breakOff({ breakOff }: Hindrance): void {
    this.close();
    this.#shaped.breakOff(breakOff);
  }

  #end(): void {
    this.close();
    this.#shaped.end();
  }
}
