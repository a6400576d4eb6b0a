import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drop, Frames } from '#gateway/tcp/postgres/frames';

interface Message {
  readonly type: string;
  readonly body: Buffer;
}

const messages: fc.Arbitrary<readonly Message[]> = fc.array(
  fc.record({
    type: fc.constantFrom('D', 'C', 'Z', 'E', 'Q', 'd', '1', 'S'),
    body: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 20 },
);

function encode({ type, body }: Message): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** Cuts bytes at places that are drawn. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
}

/** Passes chunks through; shows 16 bytes of each body, and drops messages of type Q. */
function run(chunks: readonly Buffer[]): { out: Buffer; seen: unknown[]; isBetween: boolean } {
  const seen: unknown[] = [];
  const frames = new Frames({
    ignored: new Set(['d'.charCodeAt(0)]),
    begin: (type, bodyBytes) => {
      const name = String.fromCharCode(type);
      if (name === 'd') return 0;
      seen.push([name, bodyBytes]);
      return name === 'Q' ? drop() : 16;
    },
    show: (type, body) => void seen.push([String.fromCharCode(type), Buffer.from(body, 'latin1').toString('hex')]),
    lose: () => void seen.push('lost'),
  });
  const out = chunks.flatMap((chunk) => frames.pass(chunk) ?? []);
  const isBetween = frames.isBetween;
  return { out: Buffer.concat([...out, ...[frames.end() ?? []].flat()]), seen, isBetween };
}

describe('the frames of PostgreSQL', () => {
  test('are the same, and pass as the same bytes, however the stream is cut into chunks', () => {
    fc.assert(
      fc.property(messages, fc.array(fc.nat(5000), { maxLength: 30 }), (sent, places) => {
        const bytes = Buffer.concat(sent.map(encode));
        const { out, seen, isBetween } = run(cut(bytes, places));
        const kept = sent.filter(({ type }) => type !== 'Q');
        expect(out.equals(Buffer.concat(kept.map(encode)))).toBe(true);
        const told = sent.filter(({ type }) => type !== 'd');
        const shown = told.flatMap(({ type, body }) => [
          [type, body.length],
          ...(type === 'Q' ? [] : [[type, body.subarray(0, 16).toString('hex')]]),
        ]);
        expect(seen).toEqual(shown);
        expect(isBetween).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('of a stream that ends in the middle of a message pass as far as they came', () => {
    fc.assert(
      fc.property(messages, fc.nat(5000), fc.array(fc.nat(5000), { maxLength: 10 }), (sent, length, places) => {
        const kept = sent.filter(({ type }) => type !== 'Q');
        const bytes = Buffer.concat(kept.map(encode)).subarray(0, length);
        expect(run(cut(bytes, places)).out.equals(bytes)).toBe(true);
      }),
    );
  });

  test('are looked for no more in what are none: any bytes pass as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 500 }), fc.array(fc.nat(500)), (noise, places) => {
        // No message is called X here, so that none is dropped.
        const bytes = Buffer.from(noise.map((byte) => (byte === 0x51 ? 0x58 : byte)));
        expect(run(cut(bytes, places)).out.equals(bytes)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('pass a body as the chunks in which it comes, without collecting it', () => {
    const chunk = Buffer.alloc(65_536, 1);
    const head = Buffer.from([0x64, 0x40, 0, 0, 4]);
    const frames = new Frames({ begin: () => 0, show: () => undefined, lose: () => undefined });
    expect(frames.pass(head)).toBe(head);
    for (let index = 0; index < 1000; index += 1) expect(frames.pass(chunk)).toBe(chunk);
  });
});
