import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { format } from '#format/format';
import { statementsOf } from '#model/index';
import { modelJson } from '#overview/json';
import { applyEdits } from '#overview/print';
import { read } from '#overview/read';
import { template } from '#overview/template';
import { cpuMsOf } from '../cpu-ms.ts';
import { anyText } from '../overview/documents.ts';

const runs = { numRuns: 500 };

const formatted = (text: string): string => applyEdits(text, format(text));

/** All that a document says, without where it says it. */
function said(text: string): unknown {
  const { overview, holes, misfits, headings } = read(text);
  return {
    overview: modelJson(read(text)),
    ids: statementsOf(overview).map(({ id }) => id),
    holes: holes.map((hole) => hole.text),
    misfits: misfits.map(({ place }) => place),
    headings: headings.map((heading) => heading.text),
  };
}

/** Tables whose cells are anything, with or without outer bars, and values in every spelling. */
const unit = fc.constantFrom('s', ' s', ' seconds', 'min', ' minutes', ' h', ' Hours', 'ms', ' days', '  m');
const amount = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 5_000 }), unit).map(([count, of]) => `${count}${of}`),
  fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.constantFrom('.5 %', ',25%', ' %', '%', ' gb', 'GiB', ' MB'))
    .map((pair) => pair.join('')),
  fc.integer({ min: 0, max: 9_999_999 }).map((usd) => `$ ${usd}/mo`),
  fc.constantFrom(
    '$1,200.50',
    '1,5 h',
    '1h 30 min',
    '3.6 hours per month',
    '43 minutes/month',
    '~21min/mo',
    '2 - 10 instances',
  ),
);
const cell = fc.oneof(
  { weight: 4, arbitrary: amount },
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    'Database down',
    '`a \\| b`',
    '**30 s**',
    '名前',
    '👩‍👩‍👧 家族',
    'a\\',
    '\u00A0',
    '[x]',
    '{{ENV}}',
    '\\|',
  ),
);
const titles = fc.constantFrom(
  ['Failure', 'Impact', 'Mitigation', 'Timeout'],
  ['Service', 'SLO', 'Error Budget', 'Notes'],
  ['Service', 'Tier', 'Cost'],
  ['Layer', 'Technology', 'TTL', 'Use Case'],
);
const delimiter = fc.constantFrom('---', ':--', '--:', ':-:', '-', ' :----: ');
const tables = fc
  .tuple(
    titles,
    fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 8 }),
    delimiter,
    fc.boolean(),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([head, rows, dashes, barred, end]) => {
    const line = (cells: readonly string[]): string => (barred ? `|${cells.join('|')}|` : cells.join(' | '));
    const heading = { Impact: 'Failure Modes', SLO: 'SLOs', Tier: 'Costs', Technology: 'Caching' }[head[1] ?? ''] ?? '';
    return [`## ${heading}`, '', line(head), line(head.map(() => dashes)), ...rows.map(line), ''].join(end);
  });
const bullets = fc
  .array(
    fc.tuple(
      fc.constantFrom('API: ', 'CPU > ', 'Half-open after ', 'Peak load: '),
      amount,
      fc.constantFrom('', ' for 5 min', ' instances'),
    ),
    {
      maxLength: 6,
    },
  )
  .map(
    (lines) => `## Scaling Plan\n\n**Auto-scaling Triggers:**\n${lines.map((line) => `- ${line.join('')}\n`).join('')}`,
  );
const document = fc.oneof(
  anyText,
  tables,
  fc.tuple(tables, bullets, anyText).map((parts) => parts.join('\n\n')),
);

const bare = (text: string): string => text.replaceAll(/[ \t|–-]/g, '');

describe('formatting', () => {
  it('leaves what a document says as it is, whatever the document', () => {
    fc.assert(
      fc.property(document, (text) => {
        expect(said(formatted(text))).toEqual(said(text));
      }),
      runs,
    );
  });

  it('is done once: a formatted document needs no edit', () => {
    fc.assert(
      fc.property(document, (text) => {
        expect(format(formatted(text))).toEqual([]);
      }),
      runs,
    );
  });

  it('adds and takes away blanks, bars and dashes only, outside of values', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const valueless = text.replaceAll(/[0-9]/g, 'x');
        expect(bare(formatted(valueless))).toBe(bare(valueless));
      }),
      runs,
    );
  });

  it('keeps every line ending', () => {
    fc.assert(
      fc.property(document, (text) => {
        expect(formatted(text).match(/\r\n|\r|\n/g)).toEqual(text.match(/\r\n|\r|\n/g));
      }),
      runs,
    );
  });

  it('changes no value of the template, whose forms it follows', () => {
    const changed = format(template).filter(({ span }) => !template.slice(span.from, span.to).includes('|'));
    expect(changed).toEqual([]);
  });

  it('leaves the front matter alone', () => {
    const text = '---\nstatus:   "draft"\nlabels: [ a,b ]\n---\n\n# Title\n';
    expect(format(text)).toEqual([]);
  });

  it('formats ten thousand rows in the time of reading them a few times over', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `| S${index} down | High | Retry | ${index} seconds |`);
    const text = ['## Failure Modes', '', '| Failure | Impact | Mitigation | Timeout |', '|-|-|-|-|', ...rows].join(
      '\n',
    );
    const reading = cpuMsOf(() => read(text));
    expect(cpuMsOf(() => format(text))).toBeLessThan(10 * reading + 1000);
  });
});
