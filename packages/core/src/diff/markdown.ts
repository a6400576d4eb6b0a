import type { Difference, VersionFinding } from './difference.ts';
import { changeText, sectionTitle } from './text.ts';

/** How the two versions are called. */
export interface VersionNames {
  readonly before: string;
  readonly after: string;
}

/** Rows beyond these are counted: a comment on a pull request has an end. */
const mostRows = 200;

/** A difference as Markdown, e.g. for a comment on a pull request: a table of changes, then what follows from them. */
export function differenceMarkdown(difference: Difference, { before, after }: VersionNames): string {
  const { changes, consequences, appeared, gone } = difference;
  const findings = [...appeared.map((found) => finding('New', found)), ...gone.map((found) => finding('Gone', found))];
  const parts = [
    [`### ${code(before)} → ${code(after)}`],
    changes.length === 0 ? ['Nothing is stated differently.'] : table(difference),
    list(
      'What follows',
      consequences.map(({ sentence }) => escaped(sentence)),
    ),
    list('Findings', findings),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function table({ changes }: Difference): readonly string[] {
  const rows = changes.slice(0, mostRows).map((change) => {
    const { what, before, after } = changeText(change);
    return `| ${sectionTitle(change.section)} | ${escaped(what)} | ${code(before)} | ${code(after)} |`;
  });
  const more = changes.length - rows.length;
  return [
    '| Section | What | Before | After |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...(more > 0 ? ['', `And ${more} more changes.`] : []),
  ];
}

function list(title: string, items: readonly string[]): readonly string[] {
  const shown = items.slice(0, mostRows).map((item) => `- ${item}`);
  const more = items.length - shown.length;
  if (items.length === 0) return [];
  return [`**${title}**`, '', ...shown, ...(more > 0 ? [`- and ${more} more`] : [])];
}

function finding(state: 'New' | 'Gone', { rule, severity, message }: VersionFinding): string {
  return `${state}: ${severity} ${code(rule)} ${escaped(message)}`;
}

/** Words that Markdown, and whoever renders it, takes as nothing but words: no mark, no mention of a person or an issue. */
function escaped(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>|~$]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll(/#(?=\d)/g, '&#35;')
    .replaceAll('@', '&#64;');
}

/** Words as code, in a cell: bars are escaped, and the fence is longer than any inside (CommonMark 0.31 §6.1). */
function code(text: string): string {
  const words = text.replaceAll(/\s+/g, ' ').trim();
  if (words === '') return '';
  const fence = '`'.repeat(Math.max(0, ...(words.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const room = words.startsWith('`') || words.endsWith('`') ? ' ' : '';
  return `${fence}${room}${words}${room}${fence}`.replaceAll('|', String.raw`\|`);
}
