import type { ConnectOpts } from 'node:net';
import type { Bytes } from '@asbuilt/core/model';

/** As much is read at once as a rule, and once that was all that fitted: reading often costs more than reading much. */
export const leastBytes: Bytes = 16 * 1024;
const mostBytes: Bytes = 512 * 1024;
/** After so many reads that would have fitted into the small buffer, the large one is given up. */
const smallReads = 64;

/** All connections read into it that have little to read: what is in it is over when the next one reads. */
const small: Buffer = Buffer.allocUnsafeSlow(leastBytes);

/**
 * What a connection reads, in a buffer that is used again: a chunk is only lent until the next one is read. Whoever cannot
 * pass it on at once copies it, or stops reading if it is more than `leastBytes`. That costs half of what a new buffer for
 * every chunk does.
 */
export class LentReads {
  #buffer: Buffer = small;
  #smallInRow = 0;
  /** Told of each chunk; whether more may come. To be set before the connection stands. */
  take: (chunk: Buffer) => boolean = () => true;

  /** For `connect`. */
  readonly onread: NonNullable<ConnectOpts['onread']> = {
    buffer: () => this.#buffer,
    callback: (bytes) => {
      const buffer = this.#buffer;
      const mayMore = this.take(buffer.subarray(0, bytes));
      this.#resize(bytes);
      return mayMore;
    },
  };

  #resize(bytes: Bytes): void {
    if (bytes === this.#buffer.length) {
      this.#smallInRow = 0;
      if (this.#buffer === small) this.#buffer = Buffer.allocUnsafeSlow(mostBytes);
    } else if (this.#buffer !== small) {
      this.#smallInRow = bytes < leastBytes ? this.#smallInRow + 1 : 0;
      if (this.#smallInRow >= smallReads) this.#buffer = small;
    }
  }
}
