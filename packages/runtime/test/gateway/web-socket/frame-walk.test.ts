import { array, assert, boolean, constantFrom, property, record, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { FrameWalk } from '#gateway/web-socket/frame-walk';

interface Frame {
  readonly first: number;
  readonly length: number;
  readonly isMasked: boolean;
  /** Whether the length stands in more bytes than it needs, which nobody should send and some do. */
  readonly isWide: boolean;
}

/** A frame as RFC 6455, section 5.2, has it; its payload looks like headers. */
function bytesOf({ first, length, isMasked, isWide }: Frame): Buffer {
  const mask = isMasked ? 0x80 : 0;
  const payload = Buffer.alloc(length, 0x88);
  const key = Buffer.alloc(isMasked ? 4 : 0, 0xff);
  if (length < 126 && !isWide) return Buffer.concat([Buffer.from([first, mask | length]), key, payload]);
  const isShort = length < 65_536 && !isWide;
  const size = Buffer.alloc(isShort ? 2 : 8);
  if (isShort) size.writeUInt16BE(length);
  else size.writeBigUInt64BE(BigInt(length));
  return Buffer.concat([Buffer.from([first, mask | (isShort ? 126 : 127)]), size, key, payload]);
}

const frame = record({
  first: constantFrom(0x01, 0x00, 0x80, 0x81, 0x82, 0xc1, 0x89, 0x8a),
  length: constantFrom(0, 1, 5, 125, 126, 127, 300, 65_535, 65_536),
  isMasked: boolean(),
  isWide: boolean(),
});

/** The chunks that a stream comes in, cut where these bytes say. */
function cut(stream: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (let turn = 0; at < stream.length; turn += 1) {
    const size = 1 + (sizes[turn % Math.max(1, sizes.length)] ?? 60_000);
    chunks.push(stream.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

test('it is between frames exactly where one ends, however the stream is cut', () => {
  assert(
    property(array(frame, { minLength: 1, maxLength: 6 }), uint8Array({ maxLength: 20 }), (frames, sizes) => {
      const each = frames.map(bytesOf);
      const ends = new Set(each.map((_, index) => Buffer.concat(each.slice(0, index + 1)).length));
      const walk = new FrameWalk();
      let at = 0;
      for (const chunk of cut(Buffer.concat(each), [...sizes])) {
        walk.pass(chunk);
        at += chunk.length;
        if (walk.isBetweenFrames !== ends.has(at)) throw new Error(`It is wrong after ${at} bytes.`);
      }
      expect(walk.hasClosed).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('it stops at the next end of a frame when it is told to', () => {
  assert(
    property(frame, frame, boolean(), (one, other, isBegun) => {
      const walk = new FrameWalk();
      const [first, second] = [bytesOf(one), bytesOf(other)];
      const begun = isBegun ? walk.passFrame(first.subarray(0, 1)) : 0;
      expect(walk.passFrame(Buffer.concat([first.subarray(begun), second]))).toBe(first.length - begun);
      expect(walk.isBetweenFrames).toBe(true);
    }),
  );
});

test('it sees a Close, and nothing in a payload is one', () => {
  const walk = new FrameWalk();
  walk.pass(bytesOf({ first: 0x82, length: 200, isMasked: true, isWide: false }));
  expect(walk.hasClosed).toBe(false);
  walk.pass(Buffer.from([0x88]));
  expect([walk.hasClosed, walk.isBetweenFrames]).toEqual([true, false]);
});
