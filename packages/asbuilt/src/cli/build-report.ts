import type { Artifact } from '@asbuilt/core/artifacts';
import { createColors } from 'picocolors';
import { type DerivedState, isByHand, type Placed } from '#files/derived';
import { firstDifference, type LineDifference } from '#files/difference';

/** What a build did with a file. */
export interface WrittenFile {
  readonly placed: Placed;
  readonly outcome: 'written' | 'unchanged' | 'kept';
}

/** What `--check` found about a file. */
export interface CheckedFile {
  readonly placed: Placed;
  /** Missing, but git ignores it, so that each machine derives its own. */
  readonly isIgnored: boolean;
}

export interface ReportStyle {
  readonly format: 'text' | 'json';
  readonly color: boolean;
}

const byHand: Partial<Record<DerivedState, string>> = { edited: 'edited by hand', foreign: 'not derived by asbuilt' };

/** The files that can be derived, one line each; as JSON with the statements that each draws, and whether it is written unasked. */
export function listReport(
  artifacts: readonly Pick<Artifact, 'path' | 'isDefault' | 'draws'>[],
  { format }: ReportStyle,
): string {
  if (format === 'json') return json(artifacts.map(({ path, isDefault, draws }) => ({ path, isDefault, draws })));
  return text(artifacts.map(({ path, isDefault }) => (isDefault ? path : `${path} (on request)`)));
}

/** One line a file and a summary; as JSON `{file, files: [{path, outcome, reason?}]}`. */
export function writeReport(file: string, files: readonly WrittenFile[], { format, color }: ReportStyle): string {
  if (format === 'json') return json({ file, files: files.map(writtenJson) });
  const colors = createColors(color);
  const looks = { written: colors.green, unchanged: colors.dim, kept: colors.yellow };
  const lines = files.map(({ placed, outcome }) => {
    const reason = outcome === 'kept' ? ` (${byHand[placed.state]})` : '';
    return `${looks[outcome](outcome.padEnd(9))}  ${placed.path}${reason}`;
  });
  return text([
    ...lines,
    `${files.length} files derived from ${file}: ${counts(files.map(({ outcome }) => outcome))}.`,
  ]);
}

function writtenJson({ placed, outcome }: WrittenFile): unknown {
  return { path: placed.path, outcome, ...(outcome === 'kept' && { reason: byHand[placed.state] }) };
}

/** Why some files were not overwritten, and what to do about it. */
export function keptMessage(file: string, kept: readonly WrittenFile[]): string {
  const names = kept.map(({ placed: { path, state } }) => `${path} (${byHand[state]})`).join(', ');
  const [were, them] = kept.length === 1 ? ['file was', 'it'] : ['files were', 'them'];
  return `${kept.length} ${were} kept: ${names}. Put what should last into ${file}, or overwrite ${them} with --force.`;
}

/** One line a file with the first difference below it, and a summary; as JSON `{file, holds, files: [{path, state, difference?}]}`. */
export function checkReport(file: string, files: readonly CheckedFile[], { format, color }: ReportStyle): string {
  const found = files.map((checked) => ({ ...checked, state: stateOf(checked), difference: differenceOf(checked) }));
  const bad = found.filter(({ state }) => state !== 'current' && state !== 'ignored');
  if (format === 'json') {
    const entries = found.map(({ placed, state, difference }) => ({
      path: placed.path,
      state,
      ...(difference && { difference }),
    }));
    return json({ file, holds: bad.length === 0, files: entries });
  }
  const colors = createColors(color);
  const look = (state: string): string =>
    state === 'current' || state === 'ignored' ? colors.dim(state.padEnd(8)) : colors.red(state.padEnd(8));
  const lines = found.flatMap(({ placed, state, difference }) => [
    `${look(state)}  ${placed.path}`,
    ...hint(difference),
  ]);
  const next =
    bad.length === 0
      ? ''
      : nextStep(
          file,
          bad.some(({ placed }) => isByHand(placed)),
        );
  return text([
    ...lines,
    `${files.length} files derived from ${file}: ${counts(found.map(({ state }) => state))}.${next}`,
  ]);
}

function nextStep(file: string, someByHand: boolean): string {
  const first = someByHand ? ` Put what was edited by hand into ${file} (or build with --force), then run` : ' Run';
  return `${first} "asbuilt build" and commit what it writes.`;
}

function stateOf({ placed, isIgnored }: CheckedFile): DerivedState | 'ignored' {
  return isIgnored ? 'ignored' : placed.state;
}

function differenceOf({ placed: { state, found, text: derived } }: CheckedFile): LineDifference | undefined {
  return found === undefined || state === 'current' ? undefined : firstDifference(found, derived);
}

function hint(difference: LineDifference | undefined): readonly string[] {
  if (difference === undefined) return [];
  const { line, found, derived } = difference;
  const from = Math.max(0, sharedLength(found ?? '', derived ?? '') - before);
  return [
    `          line ${line} is      ${excerpt(found, from)}`,
    `          it should be ${' '.repeat(String(line).length)}${excerpt(derived, from)}`,
  ];
}

/** How much of a line is shown, and how much of that stands before the first difference. */
const widest = 80;
const before = 40;

function excerpt(line: string | undefined, from: number): string {
  if (line === undefined) return '(the end of the file)';
  if (line === '') return '(an empty line)';
  const shown = line.slice(from, from + widest);
  const words = `${from > 0 ? '…' : ''}${shown}${line.length > from + widest ? '…' : ''}`;
  // Whatever somebody wrote into the file, the terminal must not obey it; white space stays, it may be the difference.
  return words.replaceAll(/\p{Cc}/gu, '�');
}

function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** `6 written, 1 unchanged`, in the order of first appearance. */
function counts(words: readonly string[]): string {
  const seen = new Map<string, number>();
  for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1);
  return [...seen].map(([word, count]) => `${count} ${word}`).join(', ');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
