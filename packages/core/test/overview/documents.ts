import * as fc from 'fast-check';
import { template } from '#overview/template';

/** Pieces that documents of this kind are made of, whole and broken. */
const pieces = fc.constantFrom(
  ...template.split('\n').filter((line) => line !== ''),
  '',
  '# Title',
  '## 8. Failure Modes & Timeouts',
  '### Circuit Breaker',
  '| a | b |',
  '|---|---|',
  '| [x] | {{ENV}} | 30s |',
  '- Queue system: [a/b/etc.]',
  '**Request Flow:**',
  '1. A → B (c)',
  '```',
  '<div>',
  '> quoted',
  '---',
  'a: *b',
  '\\| \\[ `x',
  'CPU > [n] for 5 minutes',
  '- Ünïcode 💥 名前: 値 (x)',
);

const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\n\n');

/** A document made of pieces in any order. */
const shuffled: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 9, arbitrary: pieces },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
      ),
      lineEnd,
    ),
    { maxLength: 80, size: 'max' },
  )
  .map((lines) => lines.map(([line, end]) => line + end).join(''));

/** The template with some of its lines left out, doubled, or replaced. */
const damaged: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.nat(), fc.constantFrom('drop' as const, 'double' as const, 'replace' as const), pieces, lineEnd), {
    maxLength: 12,
    size: 'max',
  })
  .map((damages) => {
    const lines = template.split('\n').map((line) => `${line}\n`);
    for (const [seed, kind, piece, end] of damages) {
      const at = seed % lines.length;
      lines[at] = { drop: '', double: `${lines[at]}${lines[at]}`, replace: piece + end }[kind];
    }
    return lines.join('');
  });

/** Texts that look like overviews, in any order and state of repair. */
export const overviewLike: fc.Arbitrary<string> = fc.oneof(shuffled, damaged);

/** Any text whatever: overviews out of order, random characters, and the two mixed. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  overviewLike,
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.tuple(overviewLike, fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat()).map(([text, noise, seed]) => {
    const at = seed % (text.length + 1);
    return text.slice(0, at) + noise + text.slice(at);
  }),
);
