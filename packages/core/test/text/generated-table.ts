import type { Chance } from '../fuzz/chance.ts';

const cells = [
  '',
  ' ',
  'a',
  ' 30s ',
  '  99.9 % ',
  ' `code` ',
  ' `a \\| b` ',
  ' `a | b` ',
  '\\|',
  ' \\\\',
  ' a\\\\| b ',
  ' \\` ',
  '**bold** ',
  ' [x](y "|") ',
  ' <b>',
  '\tb\t',
  ' 名前 ',
  ' 💥',
  ' - x',
  ' :-: y',
  ' # ',
  ' > ',
  ' \\',
  ' &#124; ',
];
const delimiters = ['---', ' --- ', ':--', '--: ', ' :-:', '-', ' -\t', ':-'];
const behind = ['', '', '', ' ', '  ', '\t'];
const before = ['', '', '', '', ' ', '   '];
/** What may stand below a table, with or without an empty line. */
const ends = ['', 'a sentence', '# heading', '- item', '> quote', '```', '<div>', '1. one', '***', 'a | b', '    '];
const endsBelowAnEmptyLine = [...ends, '---', '===', '    code', '\tcode'];

/** First cells of rows without outer bars: what begins another kind of block is no row. */
const firstCells = ['a', '30s ', '`code` ', '**bold** ', '名前 ', '💥', '\\| ', '99.9 % '];

/** A table as people and programs write them, or nearly one, in a short document. */
export function tableText(chance: Chance): string {
  const end = chance.pick(['\n', '\n', '\r\n', '\r']);
  const columns = 1 + chance.below(4);
  const isBarred = columns === 1 || chance.happens(0.8);
  const line = (made: readonly string[]): string =>
    `${isBarred ? `${chance.pick(before)}|${made.join('|')}|` : made.join('|')}${chance.pick(behind)}`;
  const row = (count: number): string =>
    line(Array.from({ length: count }, (_, index) => chance.pick(index > 0 || isBarred ? cells : firstCells)));
  const below = chance.happens(0.95) ? columns : columns + 1;
  const lines = [
    ...(chance.happens(0.2) ? ['a sentence', ...(chance.happens(0.7) ? [''] : [])] : []),
    row(columns),
    line(Array.from({ length: below }, () => chance.pick(delimiters))),
    ...chance.several(5, () => row(Math.max(1, columns + chance.pick([0, 0, 0, 0, -1, 1])))),
    ...(chance.happens(0.5) ? ['', chance.pick(endsBelowAnEmptyLine)] : [chance.pick(ends)]),
  ];
  return lines.join(end) + chance.pick(['', end]);
}
