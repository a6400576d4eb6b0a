import { describe, expect, it } from 'vitest';
import { format } from '#format/format';
import { applyEdits } from '#overview/print';

const formatted = (...lines: readonly string[]): string[] => {
  const text = lines.join('\n');
  return applyEdits(text, format(text)).split('\n');
};

describe('formatting tables', () => {
  it('gives every line outer bars and every column one width', () => {
    expect(formatted('Fruit | Age', '-|-', 'Fig | 1 h', 'Pomegranate | 15m')).toEqual([
      '| Fruit       | Age |',
      '| ----------- | --- |',
      '| Fig         | 1 h |',
      '| Pomegranate | 15m |',
    ]);
  });

  it('keeps the alignment of columns, and sets cells by it', () => {
    expect(formatted('|a|b|c|d|', '|:-|-:|:-:|---|', '|left|right|middle|none|')).toEqual([
      '| a    |     b |   c    | d    |',
      '| :--- | ----: | :----: | ---- |',
      '| left | right | middle | none |',
    ]);
  });

  it('counts wide letters and emoji as two columns, and marks upon letters as none', () => {
    expect(formatted('| a | b |', '|-|-|', '| 名前 | x |', '| ✅ | x |', '| e\u0301 | x |', '| 👩‍👩‍👧 | x |')).toEqual([
      '| a    | b   |',
      '| ---- | --- |',
      '| 名前 | x   |',
      '| ✅   | x   |',
      '| e\u0301    | x   |',
      '| 👩‍👩‍👧   | x   |',
    ]);
  });

  it('knows escaped bars and code, and keeps both', () => {
    expect(formatted('| a | b |', '|-|-|', '| x \\| y | `p \\| q` |')).toEqual([
      '| a      | b        |',
      '| ------ | -------- |',
      '| x \\| y | `p \\| q` |',
    ]);
  });

  it('leaves a table alone whose lines would get too long to be read', () => {
    const lines = ['|a|b|', '|-|-|', `|x|${'|'.repeat(18_000)}`, ''];
    expect(formatted(...lines)).toEqual(lines);
  });

  it('writes a table that would be too wide with one blank on each side, and one where nothing is said', () => {
    const long = 'word '.repeat(32).trim();
    expect(formatted('|a|b|', '|---------|:-:|', `|${long}|  x  |`, '||  |')).toEqual([
      '| a | b |',
      '| --- | :-: |',
      `| ${long} | x |`,
      '| | |',
    ]);
  });

  it('aligns tables in lists, and leaves those in quotes and code as they are', () => {
    expect(formatted('- item', '', '  |a|b|', '  |-|-|', '  |long|x|')).toEqual([
      '- item',
      '',
      '  | a    | b   |',
      '  | ---- | --- |',
      '  | long | x   |',
    ]);
    const kept = ['> |a|b|', '> |-|-|', '', '```', '|a|b|', '|-|-|', '```'];
    expect(formatted(...kept)).toEqual(kept);
  });

  it('gives no column to cells that the header has not', () => {
    expect(formatted('|a|b|', '|-|-|', `|x|y|${'too much '.repeat(20).trim()}|`, '|long|y|')).toEqual([
      '| a    | b   |',
      '| ---- | --- |',
      `| x    | y   | ${'too much '.repeat(20).trim()} |`,
      '| long | y   |',
    ]);
  });

  it('leaves a sentence below a table a sentence, and a short row short', () => {
    expect(formatted('|a|b|', '|-|-|', '|x|', 'A sentence.')).toEqual([
      '| a   | b   |',
      '| --- | --- |',
      '| x   |',
      'A sentence.',
    ]);
  });
});
