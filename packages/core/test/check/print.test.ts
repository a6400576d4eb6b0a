import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, findingsJson, findingsText, type Paint } from '../../src/check/index.ts';
import { cpuMsOf } from '../cpu-ms.ts';

const at = (text: string, part: string): { from: number; to: number } => {
  const from = text.indexOf(part);
  return { from, to: from + part.length };
};
const finding = (text: string, part: string, more: Partial<Finding> = {}): Finding => ({
  rule: 'a-rule',
  severity: 'error',
  message: 'Something does not hold',
  span: at(text, part),
  notes: [],
  ...more,
});
const empty = (from: number): Finding => finding('', '', { span: { from, to: from } });
/** The printed source line and the line of marks under it, without the gutter. */
const excerptOf = (printed: string): string[] =>
  printed.split('\n').flatMap((line) => (/^ +\d* │/.test(line) ? [line.replace(/^ +\d* │ ?/, '')] : []));
const show = (text: string, part: string, columns = 100): string[] =>
  excerptOf(findingsText('o.md', text, [finding(text, part)], { columns }));

describe('findings as text', () => {
  const text = 'one\ntwo | three\nfour\n';

  it('show the place, the rule, the sentence, the line, the other places, the next step and the sum', () => {
    const note = { message: 'As this says', span: at(text, 'four') };
    const found = finding(text, 'three', { notes: [note], help: 'Mend it.' });
    expect(findingsText('o.md', text, [found, finding(text, 'one', { severity: 'warning' })])).toBe(
      [
        'o.md:2:7 error a-rule',
        'Something does not hold',
        ' 2 │ two | three',
        '   │       ^^^^^',
        'o.md:3:1 note: As this says',
        ' 3 │ four',
        '   │ ^^^^',
        'help: Mend it.',
        '',
        'o.md:1:1 warning a-rule',
        'Something does not hold',
        ' 1 │ one',
        '   │ ^^^',
        '',
        '1 error, 1 warning in o.md',
        '',
      ].join('\n'),
    );
  });

  it('count findings for information apart', () => {
    const found = [finding(text, 'one', { severity: 'info' })];
    expect(findingsText('o.md', text, found)).toMatch(/\n0 errors, 0 warnings, 1 for information in o\.md\n$/);
  });

  it('are only the sum where nothing was found', () => {
    expect(findingsText('o.md', text, [])).toBe('0 errors, 0 warnings in o.md\n');
  });

  it('take source lines of other files from the texts that were given', () => {
    const others = new Map([['p.yml', 'a: 1\nport: 80\n']]);
    const found = finding('', '', { file: 'p.yml', span: { from: 11, to: 13 } });
    expect(findingsText('o.md', text, [found], { others })).toContain(
      'p.yml:2:7 error a-rule\nSomething does not hold\n 2 │ port: 80\n   │       ^^\n',
    );
  });

  it('refuse to point into a text that was not given', () => {
    const found = finding('', '', { file: 'p.yml' });
    expect(() => findingsText('o.md', text, [found])).toThrow('p.yml, whose text was not given');
    expect(() => findingsJson('o.md', text, [found])).toThrow('p.yml, whose text was not given');
  });

  it('keep the marks under their text behind tabs', () => {
    expect(show('a\tbc\td', 'd')).toEqual(['a   bc  d', '        ^']);
    expect(show('\tb\tc', '\tc')).toEqual(['    b   c', '     ^^^^']);
  });

  it('give wide characters two columns and accents none', () => {
    expect(show('数据库 down', 'down')).toEqual(['数据库 down', '       ^^^^']);
    expect(show('数据库 down', '据')).toEqual(['数据库 down', '  ^^']);
    expect(show('🚀 up', 'up')).toEqual(['🚀 up', '   ^^']);
    expect(show('👩‍👩‍👧 up', '👩‍👩‍👧')).toEqual(['👩‍👩‍👧 up', '^^']);
    expect(show('e\u0301te\u0301 x', 'x')).toEqual(['e\u0301te\u0301 x', '    ^']);
    expect(show('☐ Covered', 'Covered')).toEqual(['☐ Covered', '  ^^^^^^^']);
  });

  it('cut a long line around the marked place', () => {
    const line = `${'a'.repeat(500)}MARK${'b'.repeat(500)}`;
    const [source = '', marks = ''] = show(line, 'MARK', 40);
    expect(source).toBe(`…${'a'.repeat(13)}MARK${'b'.repeat(23)}…`);
    expect(marks).toBe(`${' '.repeat(14)}^^^^`);
  });

  it('cut a long line at its end only where the marked place is near its beginning', () => {
    expect(show(`x MARK ${'b'.repeat(500)}`, 'MARK', 30)).toEqual([`x MARK ${'b'.repeat(23)}…`, '  ^^^^']);
  });

  it('leave a line whole that is as long as there are columns, wherever the marked place is', () => {
    const rest = 'b'.repeat(26);
    expect(show(`MARK${rest}`, 'MARK', 30)[0]).toBe(`MARK${rest}`);
    expect(show(`${rest}MARK`, 'MARK', 30)[0]).toBe(`${rest}MARK`);
    expect(show(`${rest}bMARK`, 'MARK', 30)[0]).toBe(`…${'b'.repeat(10)}MARK`);
  });

  it('mark each line of a place that goes over several', () => {
    expect(show('a b\nc\n\nd e', 'b\nc\n\nd')).toEqual(['a b', '  ^', 'c', '^', '', 'd e', '^']);
  });

  it('leave out the middle of a place that goes over many lines', () => {
    expect(show('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nd\ne\nf')).toEqual(['a', '^', 'b', '^', '…', 'f', '^']);
  });

  it('mark one column where the place is empty', () => {
    expect(excerptOf(findingsText('o.md', 'ab\r\ncd', [empty(1)]))).toEqual(['ab', ' ^']);
    expect(excerptOf(findingsText('o.md', 'ab\r\ncd', [empty(2)]))).toEqual(['ab', '  ^']);
    expect(excerptOf(findingsText('o.md', 'ab\r\ncd', [empty(6)]))).toEqual(['cd', '  ^']);
    expect(excerptOf(findingsText('o.md', '', [empty(0)]))).toEqual(['', '^']);
  });

  it('obey nothing that a document says to the terminal', () => {
    const nasty = 'a\u001B[2J\u202Eb\u0007\u009B';
    const found = finding(nasty, 'b', { message: `Named ${nasty}\n`, help: nasty });
    const printed = findingsText(`${nasty}.md`, nasty, [found]);
    expect(printed).not.toMatch(/(?!\n)\p{Cc}|[\u202A-\u202E]/u);
    expect(printed).toContain('a␛[2J\uFFFDb␇\uFFFD');
  });

  it('look different only through the paint', () => {
    const seen = new Set<string>();
    const paint: Paint = (part, said) => {
      seen.add(part);
      return `<${part}>${said}</>`;
    };
    const found = finding(text, 'three', { notes: [{ message: 'n', span: at(text, 'one') }], help: 'h' });
    const painted = findingsText('o.md', text, [found], { paint });
    expect(painted.replaceAll(/<[a-z]*>|<\/>/g, '')).toBe(findingsText('o.md', text, [found]));
    expect([...seen].toSorted()).toEqual(['error', 'gutter', 'help', 'mark', 'message', 'note', 'place', 'rule']);
  });

  it('take no longer for a longer line', () => {
    const line = '{{A}} '.repeat(170_000);
    const found = Array.from({ length: 2000 }, (_, index) =>
      finding('', '', { span: { from: index * 480, to: index * 480 + 5 } }),
    );
    expect(cpuMsOf(() => findingsText('o.md', line, found))).toBeLessThan(3000);
  });

  it('are the gravest 10,000 of more, in their order, and the others are counted', () => {
    const line = 'x\n'.repeat(60_000);
    const found = Array.from({ length: 60_000 }, (_, index) =>
      finding('', '', {
        severity: index % 20 === 0 ? 'error' : 'warning',
        message: `No. ${index}`,
        span: { from: index * 2, to: index * 2 + 1 },
      }),
    );
    let printed = '';
    const took = cpuMsOf(() => {
      printed = findingsText('o.md', line, found);
    });
    expect(took).toBeLessThan(5000);
    const numbers = [...printed.matchAll(/^No\. (\d+)$/gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual([...numbers].toSorted((one, other) => one - other));
    expect(numbers).toHaveLength(10_000);
    expect(numbers.filter((number) => number % 20 === 0)).toHaveLength(3000);
    expect(printed).toMatch(/\n\n… and 50,000 more; --format json has all\n\n3000 errors, 57000 warnings in o\.md\n$/);
  });

  it('show exactly the marked text above the marks, for any plain line and place', () => {
    const plainLine = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', ' ', '|', '{', '}', '.'),
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(plainLine, fc.nat(), fc.nat(), fc.integer({ min: 20, max: 120 }), (line, a, b, columns) => {
        const from = a % line.length;
        const to = Math.min(line.length, from + 1 + (b % 6));
        const printed = findingsText('o.md', line, [finding('', '', { span: { from, to } })], { columns });
        const [source = '', marks = ''] = excerptOf(printed);
        const start = marks.indexOf('^');
        expect(source.slice(start, start + marks.length - start).padEnd(to - from)).toBe(line.slice(from, to));
        expect(source.replaceAll('…', '').length).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('findings as JSON', () => {
  it('carry places as lines and columns from 1, ends exclusive, and the numbers of errors and warnings', () => {
    const text = 'one\ntwo\n';
    const note = { message: 'n', span: { from: 0, to: 1 }, file: 'p.yml' };
    const found = [
      finding(text, 'two', { notes: [note], help: 'h' }),
      finding(text, 'one\ntwo', { severity: 'warning' }),
      finding(text, 'one', { severity: 'info' }),
    ];
    expect(findingsJson('o.md', text, found, new Map([['p.yml', 'x']]))).toEqual({
      file: 'o.md',
      findings: [
        {
          rule: 'a-rule',
          severity: 'error',
          message: 'Something does not hold',
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 4,
          notes: [{ message: 'n', file: 'p.yml', line: 1, column: 1, endLine: 1, endColumn: 2 }],
          help: 'h',
        },
        {
          rule: 'a-rule',
          severity: 'warning',
          message: 'Something does not hold',
          line: 1,
          column: 1,
          endLine: 2,
          endColumn: 4,
          notes: [],
        },
        {
          rule: 'a-rule',
          severity: 'info',
          message: 'Something does not hold',
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 4,
          notes: [],
        },
      ],
      errors: 1,
      warnings: 1,
    });
  });
});
