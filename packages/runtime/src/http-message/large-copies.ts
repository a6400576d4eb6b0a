import type { Bytes } from '@asbuilt/core/model';

/** What is larger is copied into a buffer of its own. */
const size: Bytes = 64 * 1024;
/** What is smaller is garbage that V8 collects soon. */
const least: Bytes = 8 * 1024;
/** As many are kept for later. */
const mostFree = 64;

const free: Buffer[] = [];

/** A copy, to be given back once it has gone out. */
export interface Copy {
  readonly bytes: Buffer;
  readonly giveBack: () => void;
}

/**
 * Copies a chunk that waits to go out. Large ones share buffers: each in one of its own would be garbage outside of V8's heap,
 * of which it lets 60 MB gather.
 */
export function copyOf(chunk: Buffer): Copy {
  if (chunk.length < least || chunk.length > size) return { bytes: Buffer.from(chunk), giveBack: keepNothing };
  const buffer = free.pop() ?? Buffer.allocUnsafeSlow(size);
  chunk.copy(buffer);
  return {
    bytes: buffer.subarray(0, chunk.length),
    giveBack: () => {
      if (free.length < mostFree) free.push(buffer);
    },
  };
}

function keepNothing(): void {}
