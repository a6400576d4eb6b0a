import { stripVTControlCharacters } from 'node:util';
import { createColors } from 'picocolors';

type Colors = ReturnType<typeof createColors>;

/** How wide the terminal is, in characters, and whether it shows colours. */
export interface Terminal {
  readonly columns: number;
  readonly color: boolean;
}

/** Longer lines are hard to read. */
const longestLine = 96;

/**
 * A Markdown page as a terminal shows it: headings stand out, paragraphs fill the lines, code is set off, comments that
 * label an example (`<!-- wrong -->`) become its title. Every word of the page stays.
 */
export function terminalPage(markdown: string, { columns, color }: Terminal): string {
  const colors = createColors(color);
  const width = Math.min(columns, longestLine);
  return `${blocksOf(markdown)
    .flatMap((block) => printBlock(block, width, colors))
    .join('\n')}\n`;
}

interface Block {
  readonly kind: 'code' | 'text';
  readonly lines: string[];
}

/** Lines of code each for itself; lines of text joined as far as they are one paragraph or list item. */
function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let fenced = false;
  for (const line of markdown.trimEnd().split(/\r?\n/)) {
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced;
    else if (fenced) blocks.push({ kind: 'code', lines: [line] });
    else addText(blocks, line);
  }
  return blocks;
}

function addText(blocks: Block[], line: string): void {
  const last = blocks.at(-1);
  const [first = ''] = last?.lines ?? [];
  const begins = /^\s*$|^(?:#|<!--|[-*] |\d+\. )/.test(line);
  if (last?.kind === 'text' && !begins && /^\s*[^#<\s]/.test(first)) last.lines.push(line.trim());
  else blocks.push({ kind: 'text', lines: [line] });
}

function printBlock({ kind, lines }: Block, width: number, colors: Colors): readonly string[] {
  if (kind === 'code') return lines.map((line) => `    ${colors.dim('│')} ${line}`);
  const text = lines.join(' ');
  const heading = /^#{1,6}\s+(.*)$/.exec(text)?.[1];
  if (heading !== undefined) return wrap(colors.bold(inline(heading, colors)), width, '');
  const label = /^<!--\s*(.*?)\s*-->$/.exec(text)?.[1];
  if (label !== undefined) return [`  ${label === 'wrong' ? colors.red(`${label}:`) : colors.green(`${label}:`)}`];
  const marker = /^(?:[-*]|\d+\.) /.exec(text)?.[0] ?? '';
  return wrap(inline(text, colors), width, ' '.repeat(marker.length));
}

function inline(text: string, colors: Colors): string {
  return text
    .replaceAll(/`([^`]+)`/g, (_, code: string) => colors.cyan(code))
    .replaceAll(/\*\*([^*]+)\*\*/g, (_, strong: string) => colors.bold(strong))
    .replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, (_, said: string, target: string) => `${said} (${target})`);
}

/** Breaks a text between words; the lines after the first begin with `indent`. Colour codes take no room. */
function wrap(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && stripVTControlCharacters(longer).length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line];
}
