import { describe, expect, it } from 'vitest';
import { check } from '#check/check';
import { modelJson } from '#overview/json';
import { link } from '#overview/link';
import { readProfile } from '#overview/profile';
import { read } from '#overview/read';
import { parseMarkdown } from '#text/markdown';
import type { Block } from '#text/tree';
import { inputOf } from '../fuzz/input.ts';
import { breachOf } from '../fuzz/laws.ts';
import { reader } from '../fuzz/reader.ts';
import { hostileTexts } from './hostile.ts';

/** Long enough for what grows with the square of the length to be felt, and short enough for many of them. */
const length = 12_000;

describe('hostile texts', () => {
  it.each(hostileTexts)('keep the laws of the reader: $name', ({ make }) => {
    expect(breachOf({ overview: make(length), profile: 'env: dev\n' }, reader)).toBeUndefined();
  });

  it.each(hostileTexts)('keep them as a profile: $name', ({ make }) => {
    expect(breachOf({ overview: '# T\n', profile: make(length) }, reader)).toBeUndefined();
  });
});

/** How many objects a parsed document is made of. */
function sizeOf(block: Block): number {
  switch (block.kind) {
    case 'list':
      return block.items.reduce(
        (sum, { children }) => sum + 1 + children.reduce((all, child) => all + sizeOf(child), 0),
        1,
      );
    case 'table':
      return block.rows.length + 1;
    case 'heading':
    case 'paragraph':
    case 'code':
    case 'html':
    case 'rule':
    case 'quote':
    case 'other':
      return 1;
  }
}

describe('what is read of a document', () => {
  const most = 120_000;

  it.each([
    { name: 'lines of items in items', line: `${'- '.repeat(8)}a\n`, lastLine: 13_333 },
    { name: 'headings', line: '# a\n', lastLine: 60_000 },
    { name: 'sentences', line: 'a\n\n', lastLine: 240_000 },
  ])('ends after as many lines and items as the finding says: $name', ({ line, lastLine }) => {
    const { blocks, refused } = parseMarkdown(line.repeat(most + 1));
    expect(blocks.reduce((sum, block) => sum + sizeOf(block), 0)).toBeLessThanOrEqual(2 * most);
    expect(refused.map(({ message }) => message)).toEqual([
      `what follows line ${lastLine} is not read for values: a document has at most 8388608 characters, and 120000 lines and items`,
    ]);
  });

  it('ends after eight megabytes, and what stands before is read', () => {
    const line = `${'word '.repeat(200)}\n\n`;
    const text = `# T\n\n${line.repeat(10_500)}`;
    expect(text.length).toBeGreaterThan(10_000_000);
    const draft = read(text);
    expect(draft.overview.title?.value).toBe('T');
    const found = check({ file: 'overview.md', draft, model: link(draft) });
    expect(found.filter(({ rule }) => rule === 'document-is-readable')).toEqual([
      expect.objectContaining({
        severity: 'error',
        message:
          'what follows line 16744 is not read for values: a document has at most 8388608 characters, and 120000 lines and items',
        span: { from: expect.any(Number), to: text.length },
      }),
    ]);
  });

  it('is all of ten thousand rows', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `| Part ${index} | x | REST | HTTP |\n`).join('');
    const head = '## Services\n\n| Service | Responsibility | Interface | Protocol |\n|---|---|---|---|\n';
    expect(read(head + rows).overview.services).toHaveLength(10_000);
  });

  it('is what stands before a fence that nobody closes', () => {
    const { overview } = read('# T\n\n## Costs\n\n| Service | Cost |\n|---|---|\n| API | $5 |\n\n```\n| Shop | $6 |\n');
    expect(overview.costs).toHaveLength(1);
  });
});

describe('keys that every object is born with', () => {
  const keys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
  const document = [
    '---',
    ...keys.map((key) => `${key}: {polluted: true}`),
    'project_profile:',
    ...keys.map((key) => `  ${key}: polluted`),
    '---',
    '# T',
    '## Services',
    '| Service | Responsibility | Interface | Protocol |',
    '|---|---|---|---|',
    ...keys.map((key) => `| \`${key}\` | ${key} | ${key} | HTTP |`),
    '## Costs',
    '| __proto__ | Service | constructor | Cost |',
    '|---|---|---|---|',
    ...keys.map((key) => `| ${key} | ${key} | ${key} | $1 |`),
    ...keys.map((key) => `- ${key}: 5s`),
  ].join('\n');
  const profile = ['tokens', 'rules', 'services']
    .flatMap((map) => [
      `${map}:`,
      ...keys.map((key) => (map === 'services' ? `  ${key}: {command: a}` : `  ${key}: off`)),
    ])
    .join('\n');

  it('are names like any other, and nothing that all objects inherit changes', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const draft = read(document);
    const { profile: read_, problems } = readProfile('p.yml', profile);
    check({
      file: 'o.md',
      draft,
      model: link(draft),
      profile: { file: 'p.yml', text: profile, profile: read_, problems },
    });
    expect(draft.overview.services.map(({ name }) => name.value)).toEqual(keys);
    expect(draft.unknownKeys.map(({ key }) => key)).toEqual([...keys, ...keys]);
    expect(read_.services.map(({ service }) => service.value)).toEqual(keys);
    expect(Object.keys(read_.tokens)).toEqual(keys);
    expect(Object.keys(read_.rules)).toEqual(keys);
    expect(modelJson(draft).services.map(({ name }) => name)).toEqual(keys);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect('polluted' in {}).toBe(false);
  });
});

const problemsOf = (yaml: string): string[] => readProfile('p.yml', yaml).problems.map(({ message }) => message);

/** Ten lines, each of which stands for twice as much as the one before. */
const bomb = [
  'a: &a [x, x]',
  ...Array.from('bcdefghij', (key, index) => {
    const before = 'abcdefghi'.charAt(index);
    return `${key}: &${key} [*${before}, *${before}]`;
  }),
].join('\n');

describe('hostile YAML', () => {
  it('that multiplies by aliases is refused at each alias', () => {
    const { problems } = read(`---\n${bomb}\n---\n# T\n`);
    expect(problems.filter(({ message }) => message.includes('alias'))).toHaveLength(18);
  });

  it('that says a key twice is told of, once each', () => {
    expect(problemsOf('env: a\nenv: b\n')).toEqual([expect.stringContaining('unique')]);
  });

  it.each([
    ['flow lists', '['.repeat(5_000)],
    ['flow maps', '{a: '.repeat(5_000)],
    ['lists in lists', `${'- '.repeat(5_000)}a`],
    ['maps in maps', Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}a:`).join('\n')],
    ['anchors', `${'&a !b '.repeat(5_000)}c`],
    ['marks without a value', `${'! '.repeat(2_000)}x`],
    ['keys in values', `a${' :'.repeat(2_000)} b`],
  ])('nested deeper than is read is refused before it is parsed: %s', (_, yaml) => {
    expect(problemsOf(yaml)).toEqual(['YAML nested over 100 levels is not read']);
  });

  it('that is longer than any profile is refused before it is parsed', () => {
    expect(problemsOf('# a\n'.repeat(100_000))).toEqual(['YAML over 262144 characters is not read']);
  });

  it('that misses its end is placed inside of the text', () => {
    const [problem] = readProfile('p.yml', '[').problems;
    expect(problem?.span).toEqual({ from: 1, to: 1 });
  });
});

describe('inputs that once broke a law', () => {
  it('a bar behind a dash and a tab is no list', () => {
    const [block] = parseMarkdown('-|\t').blocks;
    expect(block?.kind).toBe('paragraph');
  });

  it('the nesting of marks in YAML is counted without trying every division', () => {
    expect(breachOf(inputOf(1, 43), reader)).toBeUndefined();
  });

  it('many services of one name are all linked', () => {
    const rows = '| a | b |\n'.repeat(20_000);
    const { participants } = link(read(`## Services\n\n| Service | Responsibility |\n|---|---|\n${rows}`));
    expect(participants).toHaveLength(20_000);
  });
});
