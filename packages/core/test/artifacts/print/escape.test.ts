import { assert, asyncProperty, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileTarget, linkTarget, markdown, mermaidLine, mermaidQuoted, oneLine } from '#artifacts/print/escape';
import { parseMarkdown } from '#text/markdown';
import type { Block } from '#text/tree';
import { nastyText } from '../nasty-text.ts';
import { textsInMermaid } from '../real-mermaid.ts';
import { seenInC4 } from '../seen.ts';

/** What a Markdown reader sees in the second cell of a table that has the text in it. */
function seenInCell(text: string): string | undefined {
  const { blocks } = parseMarkdown(`| a | b |\n| --- | --- |\n| x | ${markdown(text)} |\n`);
  const [table] = blocks;
  return table?.kind === 'table' && blocks.length === 1 ? table.rows[0]?.cells[1]?.plain : undefined;
}

/** What a Markdown reader sees in a list item that has the text in it; undefined when it is no longer one plain item. */
function seenInItem(text: string): string | undefined {
  const { blocks } = parseMarkdown(`- ${markdown(text)}\n`);
  const [list]: readonly Block[] = blocks;
  const isOneItem = list?.kind === 'list' && blocks.length === 1 && list.items.length === 1;
  return isOneItem && list.items[0]?.children.length === 0 ? list.items[0].content.plain : undefined;
}

describe('text in Markdown', () => {
  it.each([
    ['a pipe | in a cell', 'a pipe \\| in a cell'],
    ['*stars* and `code`', '\\*stars\\* and \\`code\\`'],
    ['snake_case stays, _marks_ do not', 'snake_case stays, \\_marks\\_ do not'],
    ['<b>bold</b> &amp; more', '\\<b>bold\\</b> \\&amp; more'],
    ['1. not a list', '1\\. not a list'],
    ['1.5 s is a number', '1.5 s is a number'],
    ['# no heading', '\\# no heading'],
    ['- no list', '\\- no list'],
    ['-5 is a number', '-5 is a number'],
    ['two\nlines', 'two lines'],
    ['$20', '$20'],
    ['$5 or $6', '\\$5 or \\$6'],
    ['back\\slash', 'back\\\\slash'],
  ])('%j is written %j', (text, written) => {
    expect(markdown(text)).toBe(written);
  });

  it('is seen as it was in a table cell, whatever it is', () => {
    assert(
      property(nastyText, (text) => {
        expect(seenInCell(text)).toBe(oneLine(text));
      }),
    );
  });

  it('is seen as it was in a list item, whatever it is', () => {
    assert(
      property(nastyText, (text) => {
        expect(seenInItem(`x ${text}`)).toBe(oneLine(`x ${text}`));
      }),
    );
  });
});

/** What Mermaid draws, without the joiners that nobody sees. */
async function drawnTexts(lines: readonly string[]): Promise<readonly string[]> {
  const texts = await textsInMermaid(`${lines.join('\n')}\n`);
  return texts.map((text) => text.replaceAll('\u2060', ''));
}

function c4Lines(text: string): readonly string[] {
  const word = mermaidQuoted(text);
  return [
    'C4Container',
    `  Person(a, "${word}", "${word}")`,
    `  Container(b, "${word}", "${word}", "${word}")`,
    `  Rel(a, b, "${word}", "${word}")`,
  ];
}

function sequenceLines(text: string): readonly string[] {
  return [
    'sequenceDiagram',
    `  actor p1 as ${mermaidLine(text)}`,
    '  participant p2 as b',
    `  p1->>p2: ${mermaidLine(text)}`,
  ];
}

describe('text in Mermaid', () => {
  it('is drawn as it was in every part of a C4 diagram, whatever it is', async () => {
    await assert(
      asyncProperty(nastyText, async (text) => {
        const texts = await drawnTexts(c4Lines(`x${text}`));
        expect(texts.filter((part) => part === seenInC4(`x${text}`))).toHaveLength(7);
      }),
    );
  });

  it('is drawn as it was in every part of a sequence diagram, and in a title, whatever it is', async () => {
    await assert(
      asyncProperty(nastyText, async (text) => {
        const seen = oneLine(`x${text}`).replaceAll('\u2060', '');
        const messages = await drawnTexts(sequenceLines(`x${text}`));
        expect(messages.filter((part) => part === seen)).toHaveLength(2);
        await expect(
          drawnTexts(['C4Container', `  title ${mermaidLine(`x${text}`)}`, '  Person(a, "b")']),
        ).resolves.toContain(seen);
      }),
    );
  });

  it.each([
    'direction TB',
    'style a:b;',
    'style a:#b;',
    'classDef a:#b;',
    'classDef a:b;',
    'wrap: it',
    'nowrap:it',
    'ﬂ°°35¶ß',
    'ﬂ°lt¶ß',
    '%% no comment',
    'a %%{init: {}}%% b',
    '%',
    '$$x$$',
    'a\\nb',
    '&amp; &#35;',
    'a --> b',
    '#35;',
    '#lt; and #1;',
    'end',
    '<br/>',
    '<b>bold</b>',
  ])('%j is drawn as it was at the beginning of a label', async (text) => {
    expect((await drawnTexts(c4Lines(text))).filter((part) => part === seenInC4(text))).toHaveLength(7);
    expect((await drawnTexts(sequenceLines(text))).filter((part) => part === text)).toHaveLength(2);
  });

  it('stays readable where nothing in it is dangerous', () => {
    const text = 'Keeps parcels & events (PostgreSQL 17, 70%): done';
    expect([mermaidLine(text), mermaidQuoted(text)]).toEqual([text, text]);
    expect(mermaidQuoted('#1; a < b; {c}')).toBe('#\u20601; a ‹ b; {c}');
  });
});

describe('targets of links', () => {
  it('encode every character of a file name that is not plain', () => {
    expect(fileTarget('docs/my plan (2)%.md')).toBe('docs/my%20plan%20%282%29%25.md');
    expect(fileTarget('lone \uD800.md')).toBe('lone%20%EF%BF%BD.md');
  });

  it('keep what a document has encoded already', () => {
    expect(linkTarget('a%20b(1).md?x=1#y')).toBe('a%20b%281%29.md?x=1#y');
  });
});
