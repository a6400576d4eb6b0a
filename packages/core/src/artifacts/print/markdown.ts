import type { Stated } from '#model/index';
import { width } from '#text/width';
import { markdown } from './escape.ts';

/** A piece of Markdown that stands between blank lines. */
export type Block = string;

/** Something to show as plain text: words, a statement's value, or nothing. */
export type Shown = string | Stated<string | number> | undefined;

/** A column of a table: what stands above it, and what each row shows in it. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => Shown;
}

/** A heading, `level` 1 to 6. */
export function heading(level: number, text: string): Block {
  return `${'#'.repeat(level)} ${markdown(text)}`;
}

/**
 * A GFM table, its columns aligned as the common formatters do it, so that formatting a project changes nothing here.
 * Columns that are empty in every row are left out; without rows there is no table.
 */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): readonly Block[] {
  const filled = columns
    .map(({ title, cell }) => ({ title, cells: rows.map((row) => textOf(cell(row))) }))
    .filter(({ cells }) => cells.some((text) => text !== ''))
    .map(({ title, cells }) =>
      aligned(
        markdown(title),
        cells.map((text) => text || '—'),
      ),
    );
  const [first] = filled;
  if (first === undefined) return [];
  return [first.map((_, index) => `| ${filled.map((column) => column[index]).join(' | ')} |`).join('\n')];
}

/** A column from top to bottom, all of it equally wide: its title, the rule below that, its cells. */
function aligned(title: string, cells: readonly string[]): readonly string[] {
  const widest = [title, ...cells].reduce((most, text) => Math.max(most, width(text)), 3);
  const padded = (text: string): string => text + ' '.repeat(widest - width(text));
  return [padded(title), '-'.repeat(widest), ...cells.map(padded)];
}

/** A bullet list; nothing when there is nothing to show. */
export function bullets(items: readonly Shown[]): readonly Block[] {
  const lines = items.map(textOf).filter((text) => text !== '');
  return lines.length === 0 ? [] : [lines.map((text) => `- ${text}`).join('\n')];
}

/** A list of `**Name:** value` lines; what has no value is left out. */
export function facts(pairs: readonly (readonly [name: string, value: Shown])[]): readonly Block[] {
  const lines = pairs.map(([name, value]) => [markdown(name), textOf(value)]).filter(([, text]) => text !== '');
  return lines.length === 0 ? [] : [lines.map(([name, text]) => `- **${name}:** ${text}`).join('\n')];
}

function textOf(shown: Shown): string {
  if (shown === undefined) return '';
  return markdown(typeof shown === 'string' ? shown : shown.value.toString());
}

/** A fenced code block, e.g. of Mermaid text. */
export function fenced(language: string, text: string): Block {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** Blocks under a heading; nothing at all when there are no blocks. */
export function under(level: number, title: string, blocks: readonly Block[]): readonly Block[] {
  return blocks.length === 0 ? [] : [heading(level, title), ...blocks];
}

/** A whole file: the blocks with a blank line between them, ending in a newline. */
export function page(blocks: readonly Block[]): string {
  return `${blocks.join('\n\n')}\n`;
}
