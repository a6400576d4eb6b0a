import type { ConnectOpts } from 'node:net';
import type { Bytes } from '@asbuilt/core/model';

/** As much is read at once as a rule, and once that was all that fitted: reading often costs more than reading much. */
const leastBytes: Bytes = 16 * 1024;
const mostBytes: Bytes = 512 * 1024;
/** After so many reads that would have fitted into the small buffer, the large one is given up. */
const smallReads = 64;

/**
 * What a connection reads, in a buffer that is used again: a chunk is only lent until the next one is read. Whoever cannot
 * pass it on at once stops reading, or copies it. That costs half of what a new buffer for every chunk does.
 */
export class LentReads {
  readonly #small: Buffer = Buffer.allocUnsafeSlow(leastBytes);
  #buffer: Buffer = this.#small;
  #smallInRow = 0;
  /** Told of each chunk; to be set before the connection stands. */
  take: (chunk: Buffer) => void = () => undefined;

  /** For `connect`. */
  readonly onread: NonNullable<ConnectOpts['onread']> = {
    buffer: () => this.#buffer,
    callback: (bytes) => {
      const buffer = this.#buffer;
      this.take(buffer.subarray(0, bytes));
      this.#resize(bytes);
      return true;
    },
  };

  #resize(bytes: Bytes): void {
    if (bytes === this.#buffer.length) {
      this.#smallInRow = 0;
      if (this.#buffer === this.#small) this.#buffer = Buffer.allocUnsafeSlow(mostBytes);
    } else if (this.#buffer !== this.#small) {
      this.#smallInRow = bytes < leastBytes ? this.#smallInRow + 1 : 0;
      if (this.#smallInRow >= smallReads) this.#buffer = this.#small;
    }
  }
}
