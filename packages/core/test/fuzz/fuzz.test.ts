import { describe, expect, it } from 'vitest';
import { inputOf } from './input.ts';
import { breachOf } from './laws.ts';
import { minimise } from './minimise.ts';
import { type Reader, reader } from './reader.ts';

const seed = 3;

describe('the laws of the reader', () => {
  it('hold for the first 60 inputs of a seed', () => {
    const breaches = Array.from({ length: 60 }, (_, index) => breachOf(inputOf(seed, index), reader));
    expect(breaches.filter((breach) => breach !== undefined)).toEqual([]);
  });

  const broken: readonly { readonly law: string; readonly reader: Reader }[] = [
    {
      law: 'printing gives back what was read',
      reader: { ...reader, print: (draft) => reader.print(draft).trimEnd() },
    },
    {
      law: 'every span lies inside of its text',
      reader: {
        ...reader,
        read: (text) => ({ ...reader.read(text), problems: [{ message: '', span: { from: 0, to: text.length + 1 } }] }),
      },
    },
    {
      law: 'reading, linking and checking never throw',
      reader: {
        ...reader,
        read: () => {
          throw new TypeError('no such thing');
        },
      },
    },
    {
      law: 'formatting twice is formatting once',
      reader: { ...reader, format: () => [{ span: { from: 0, to: 0 }, text: '\n' }] },
    },
    {
      law: 'formatting leaves what a document says as it is',
      reader: {
        ...reader,
        format: (text) => (text.startsWith('# T') ? [{ span: { from: 2, to: 3 }, text: 'U' }] : []),
      },
    },
  ];
  it.each(broken)('notice a reader that breaks one: $law', ({ law, reader: other }) => {
    expect(breachOf({ overview: '# T\n\n- a: {{B}}\n', profile: '' }, other)?.law).toBe(law);
  });
});

describe('the inputs of the fuzzer', () => {
  it('are the same for the same seed and number, and others otherwise', () => {
    expect(inputOf(seed, 7)).toEqual(inputOf(seed, 7));
    expect(inputOf(seed, 7)).not.toEqual(inputOf(seed, 8));
    expect(inputOf(seed, 7)).not.toEqual(inputOf(seed + 1, 7));
  });

  it('get as small as what breaks the law', () => {
    const text = 'many\nlines, of which\none has | and ` in it\nand others\nhave not\n';
    expect(minimise(text, (smaller) => /\|.*`/s.test(smaller))).toBe('|`');
  });

  it('stay broken when there are too few trials to make them small', () => {
    const text = minimise(`${'a\n'.repeat(100)}x`, (smaller) => smaller.includes('x'), 5);
    expect(text).toContain('x');
    expect(text.length).toBeGreaterThan(1);
  });
});
