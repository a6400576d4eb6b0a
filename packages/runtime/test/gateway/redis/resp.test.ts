import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Commands } from '#gateway/tcp/redis/commands';
import { Replies } from '#gateway/tcp/redis/replies';

/** Cuts bytes at places that are drawn. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
}

const places = fc.array(fc.nat(5000), { maxLength: 30 });
const words = fc.constantFrom('GET', 'set', 'BLPOP', 'DROPPED', 'XREAD', 'HELLO');
const argument = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));

interface Sent {
  readonly name: string;
  readonly bytes: Buffer;
}

const arrays: fc.Arbitrary<Sent> = fc.tuple(words, fc.array(argument, { maxLength: 12 })).map(([name, args]) => ({
  name,
  bytes: Buffer.concat([
    Buffer.from(`*${args.length + 1}\r\n$${name.length}\r\n${name}\r\n`),
    ...args.flatMap((each) => [Buffer.from(`$${each.length}\r\n`), each, Buffer.from('\r\n')]),
  ]),
}));
const inline: fc.Arbitrary<Sent> = words.map((name) => ({ name, bytes: Buffer.from(`${name} some thing\r\n`) }));
const nothing: fc.Arbitrary<Sent> = fc
  .constantFrom('\r\n', '*0\r\n', '*-1\r\n')
  .map((text) => ({ name: '', bytes: Buffer.from(text) }));
const commands = fc.array(fc.oneof(arrays, inline, nothing), { maxLength: 15 });

function runCommands(chunks: readonly Buffer[]): { out: Buffer; names: string[]; lost: boolean } {
  const names: string[] = [];
  let lost = false;
  const reader = new Commands({
    command: (name) => {
      names.push(name);
      return name !== 'DROPPED';
    },
    wantsArguments: (name) => name === 'XREAD' || name === 'HELLO',
    lose: () => {
      lost = true;
    },
  });
  const out = chunks.flatMap((chunk) => reader.pass(chunk) ?? []);
  return { out: Buffer.concat([...out, ...[reader.end() ?? []].flat()]), names, lost };
}

describe('the commands of Redis', () => {
  test('are the same, and pass as the same bytes, however the stream is cut into chunks', () => {
    fc.assert(
      fc.property(commands, places, (sent, at) => {
        const { out, names, lost } = runCommands(cut(Buffer.concat(sent.map(({ bytes }) => bytes)), at));
        expect(lost).toBe(false);
        expect(names).toEqual(sent.map(({ name }) => name.toUpperCase()).filter((name) => name !== ''));
        expect(out.equals(Buffer.concat(sent.flatMap(({ name, bytes }) => (name === 'DROPPED' ? [] : [bytes]))))).toBe(
          true,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('are looked for no more in what are none: any bytes pass as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), places, (noise, at) => {
        const bytes = Buffer.from(noise);
        expect(runCommands(cut(bytes, at)).out.equals(bytes)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('tell their arguments where those matter', () => {
    const seen: unknown[] = [];
    const reader = new Commands({
      command: (name, args) => seen.push([name, ...args]) > 0,
      wantsArguments: (name) => name === 'XREAD',
      lose: () => seen.push('lost'),
    });
    const text =
      '*6\r\n$5\r\nXREAD\r\n$5\r\nBLOCK\r\n$1\r\n0\r\n$7\r\nstreams\r\n$1\r\na\r\n$1\r\n0\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n';
    for (const byte of Buffer.from(text)) reader.pass(Buffer.from([byte]));
    expect(seen).toEqual([['XREAD', 'BLOCK', '0', 'streams', 'a', '0'], ['GET']]);
  });
});

const scalar = fc.oneof(
  fc.constantFrom('+OK\r\n', ':12\r\n', '_\r\n', '#t\r\n', ',1.5\r\n', '(999\r\n', '$-1\r\n', '*-1\r\n'),
  fc.constantFrom('-ERR what\r\n', '-WRONGTYPE no\r\n', '!3\r\nBAD\r\n'),
  argument.map((body) => `$${body.length}\r\n${body.toString('latin1')}\r\n`),
);
const value: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }).map((each) => `*${each.length}\r\n${each.join('')}`),
    fc.array(tie('value'), { maxLength: 3 }).map((each) => `~${each.length}\r\n${each.join('')}`),
    fc
      .array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 })
      .map((each) => `%${each.length}\r\n${each.flat().join('')}`),
    fc.tuple(tie('value'), tie('value'), tie('value')).map(([key, about, what]) => `|1\r\n${key}${about}${what}`),
  ),
})).value;
const stream = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: value.map((text) => ({ isPush: false, text })) },
    { weight: 1, arbitrary: value.map((text) => ({ isPush: true, text: `>2\r\n+message\r\n${text}` })) },
  ),
  { maxLength: 10 },
);

const deaf = { reply: () => undefined, push: () => undefined, lose: () => undefined };

describe('the replies of Redis', () => {
  test('are counted right however deep they nest, and pass as the same bytes with what is put behind them', () => {
    fc.assert(
      fc.property(stream, places, (sent, at) => {
        let count = 0;
        let pushes = 0;
        const replies = new Replies({
          reply: () => {
            count += 1;
            return count % 3 === 0 ? Buffer.from(`<${count}>`) : undefined;
          },
          push: () => {
            pushes += 1;
            return Buffer.from('<pushed>');
          },
          lose: () => expect.unreachable(),
        });
        const bytes = Buffer.from(sent.map(({ text }) => text).join(''), 'latin1');
        const out = cut(bytes, at).flatMap((chunk) => replies.pass(chunk) ?? []);
        let seen = 0;
        const expected = sent.map(({ isPush, text }) => {
          if (isPush) return `${text}<pushed>`;
          seen += 1;
          return seen % 3 === 0 ? `${text}<${seen}>` : text;
        });
        expect(Buffer.concat(out).toString('latin1')).toBe(expected.join(''));
        expect([count, pushes, replies.isBetween]).toEqual([seen, sent.length - seen, true]);
      }),
      { numRuns: 1000 },
    );
  });

  test('are errors by their first word', () => {
    const seen: unknown[] = [];
    const replies = new Replies({ ...deaf, reply: (error) => void seen.push(error) });
    replies.pass(Buffer.from('-WRONGTYPE Operation\r\n+OK\r\n-oops\r\n*1\r\n-OOM no\r\n'));
    expect(seen).toEqual(['WRONGTYPE', undefined, 'ERR', undefined]);
  });

  test('are looked for no more in what are none: any bytes pass as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), places, (noise, at) => {
        const replies = new Replies(deaf);
        const bytes = Buffer.from(noise);
        const out = cut(bytes, at).flatMap((chunk) => replies.pass(chunk) ?? []);
        expect(Buffer.concat([...out, ...[replies.end() ?? []].flat()]).equals(bytes)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
