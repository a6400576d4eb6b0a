const opcodeBits = 0x0f;
const closeOpcode = 0x8;
const maskBit = 0x80;
const lengthBits = 0x7f;
const maskBytes = 4;

/**
 * Follows the frames that go one way over a WebSocket by their headers (RFC 6455, section 5.2), to know where one ends.
 * What is in them is skipped: a chunk costs as much as it has frames.
 */
export class FrameWalk {
  /** Of the payload that is under way. */
  #leftBytes = 0;
  /** Bytes of the header that were seen, and how many it has as far as is known. */
  #seen = 0;
  #headerBytes = 2;
  /** Where in the header the mask begins, in front of which the length ends. */
  #lengthEnd = 2;
  #length = 0;
  #hasClosed = false;

  /** Whether everything until now is made of whole frames. */
  get isBetweenFrames(): boolean {
    return this.#seen === 0 && this.#leftBytes === 0;
  }

  /** Whether a Close frame has begun. */
  get hasClosed(): boolean {
    return this.#hasClosed;
  }

  /** Goes over what comes next. */
  pass(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) at = this.#step(chunk, at);
  }

  /** Goes over what comes next no further than the end of a frame, and answers where that is, or the chunk's own. */
  passFrame(chunk: Buffer): number {
    let at = 0;
    while (at < chunk.length) {
      at = this.#step(chunk, at);
      if (this.isBetweenFrames) break;
    }
    return at;
  }

  #step(chunk: Buffer, at: number): number {
    if (this.#leftBytes === 0) {
      this.#header(chunk[at] ?? 0);
      return at + 1;
    }
    const skipped = Math.min(this.#leftBytes, chunk.length - at);
    this.#leftBytes -= skipped;
    return at + skipped;
  }

  #header(byte: number): void {
    if (this.#seen === 0) this.#hasClosed ||= (byte & opcodeBits) === closeOpcode;
    else if (this.#seen === 1) this.#measure(byte);
    else if (this.#seen < this.#lengthEnd) this.#length = this.#length * 256 + byte;
    this.#seen += 1;
    if (this.#seen < this.#headerBytes) return;
    this.#leftBytes = this.#length;
    this.#seen = 0;
    this.#headerBytes = 2;
  }

  /** The second byte says whether there is a mask, and how long the payload is or in how many bytes that stands. */
  #measure(byte: number): void {
    const length = byte & lengthBits;
    const further = length === 126 ? 2 : length === 127 ? 8 : 0;
    this.#length = further === 0 ? length : 0;
    this.#lengthEnd = 2 + further;
    this.#headerBytes = this.#lengthEnd + ((byte & maskBit) === 0 ? 0 : maskBytes);
  }
}
