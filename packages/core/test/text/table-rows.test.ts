import type { Tree } from '@lezer/common';
import { type MarkdownConfig, parser, Table } from '@lezer/markdown';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableRows } from '#text/table-rows';

/** Every node but cells and what divides them. */
function nodesOf(tree: Tree): string[] {
  const nodes: string[] = [];
  tree.iterate({
    enter: ({ name, from, to, node }) => {
      const isInRow = node.parent?.name === 'TableHeader' || node.parent?.name === 'TableRow';
      if (!isInRow) nodes.push(`${name} ${from}-${to}`);
    },
  });
  return nodes;
}

function parsed(text: string, table: MarkdownConfig): string[] {
  const blocks = Object.assign(parser.configure([table]), { parseInline: (): [] => [] });
  return nodesOf(blocks.parse(text));
}

const cell = fc.constantFrom('a', ' b ', '', ' ', '\\', '\\|', '`c|d`', '\t', 'ü', '**e**');
const row = fc
  .tuple(fc.constantFrom('', '|', ' |', '> |', '- |'), fc.array(cell, { maxLength: 4 }), fc.constantFrom('', '|', '| '))
  .map(([start, cells, end]) => start + cells.join('|') + end);
const delimiter = fc
  .tuple(
    fc.constantFrom('', '|', ' |', '> |', '  |'),
    fc.array(fc.constantFrom('---', ':-', '-:', ' - ', ':-:', '--x', ''), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '|', '|'),
  )
  .map(([start, cells, end]) => start + cells.join('|') + end);
const line = fc.oneof(
  row,
  delimiter,
  fc.constantFrom('', 'words', '# title', '===', '---', '- item', '  more', '> quote'),
);
const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'));

describe('tables without their cells', () => {
  it('begin, go on and end where Lezer says', () => {
    fc.assert(
      fc.property(text, (said) => {
        expect(parsed(said, tableRows)).toEqual(parsed(said, Table));
      }),
      { numRuns: 5_000 },
    );
  });
});
