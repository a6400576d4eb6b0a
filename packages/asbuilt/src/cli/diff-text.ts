import {
  type Change,
  changeText,
  type Difference,
  isSame,
  sectionTitle,
  type VersionFinding,
} from '@asbuilt/core/diff';
import { createColors } from 'picocolors';
import { printable } from './printable.ts';

type Colors = ReturnType<typeof createColors>;

/** A difference for people: the changes by section, what follows, the findings that come and go, and the sum. */
export function diffText(
  difference: Difference,
  { before, after }: { readonly before: string; readonly after: string },
  color: boolean,
): string {
  const colors = createColors(color);
  if (isSame(difference)) return `${printable(before)} and ${printable(after)} state the same.\n`;
  const { changes, consequences, appeared, gone } = difference;
  const findings = [...appeared.map((found) => finding('+', found)), ...gone.map((found) => finding('−', found))];
  const sections = [...new Set(changes.map(({ section }) => section))].map((section) =>
    paragraph(sectionTitle(section), changes.filter((change) => change.section === section).map(changeLine), colors),
  );
  const follows = paragraph(
    'What follows',
    consequences.map(({ sentence }) => `  ${printable(sentence)}`),
    colors,
  );
  return [
    `${colors.bold(`${printable(before)} → ${printable(after)}`)}\n`,
    ...sections,
    ...(consequences.length === 0 ? [] : [follows]),
    ...(findings.length === 0 ? [] : [paragraph('Findings', findings, colors)]),
    `${sum(difference)}\n`,
  ].join('\n');
}

/** A title and its lines; a line's mark says its colour. */
function paragraph(title: string, lines: readonly string[], colors: Colors): string {
  const painted = lines.map((line) => {
    if (line.startsWith('  +')) return colors.green(line);
    return line.startsWith('  −') ? colors.red(line) : line;
  });
  return `${[colors.bold(title), ...painted].join('\n')}\n`;
}

function changeLine(change: Change): string {
  const { mark, what, before, after } = changeText(change);
  const values = mark === '~' ? `${before || 'nothing'} → ${after || 'nothing'}` : before + after;
  return `  ${mark} ${printable(what)}  ${printable(values)}`;
}

function finding(mark: '+' | '−', { severity, rule, message }: VersionFinding): string {
  return `  ${mark} ${severity} ${rule}: ${printable(message)}`;
}

function sum({ changes, consequences, appeared, gone }: Difference): string {
  return [
    count(changes.length, 'change'),
    count(consequences.length, 'consequence'),
    `${count(appeared.length, 'finding')} more`,
    `${gone.length} less`,
  ].join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
