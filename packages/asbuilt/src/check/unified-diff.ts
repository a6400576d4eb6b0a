/** A line of a difference: kept, taken out or put in. */
type DiffLine = readonly [mark: ' ' | '-' | '+', line: string];

const context = 3;

/** What changes from one text to the other, in the form that `patch` and `git apply` take; '' where nothing does. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = diffLines(linesOf(before), linesOf(after));
  return `--- a/${file}\n+++ b/${file}\n${hunksOf(lines).map(printHunk).join('')}`;
}

/** Lines with their ends, so that the end of the last one counts too. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function kept(line: string): DiffLine {
  return [' ', line];
}

/** The shortest edit script over what is between the common beginning and end (Myers 1986, "An O(ND) difference algorithm"). */
function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [
    ...before.slice(0, start).map(kept),
    ...script(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(kept),
  ];
}

/** For each number of edits, how far one gets in `before` on each diagonal. */
function script(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const trace: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let edits = 0; ; edits += 1) {
    trace.push(new Map(reach));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = stepFrom(reach, diagonal, edits).x;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(trace, before, after);
    }
    reach = new Map(reach);
  }
}

/** Where the edit that leads to a diagonal comes from: a line put in from above, or one taken out from the left. */
function stepFrom(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): { x: number; from: number } {
  const above = reach.get(diagonal + 1) ?? -1;
  const left = reach.get(diagonal - 1) ?? -1;
  const isDown = diagonal === -edits || (diagonal !== edits && left < above);
  return isDown ? { x: above, from: diagonal + 1 } : { x: left + 1, from: diagonal - 1 };
}

function walkBack(
  trace: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [before.length, after.length];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const reach = trace[edits] ?? new Map<number, number>();
    const step = stepFrom(reach, x - y, edits);
    while (x > step.x && y > step.x - (x - y)) {
      lines.push([' ', before[x - 1] ?? '']);
      x -= 1;
      y -= 1;
    }
    if (edits === 0) break;
    const isDown = step.from === x - y + 1;
    lines.push(isDown ? ['+', after[y - 1] ?? ''] : ['-', before[x - 1] ?? '']);
    if (isDown) y -= 1;
    else x -= 1;
  }
  return lines.toReversed();
}

interface Hunk {
  readonly lines: readonly DiffLine[];
  /** Of its first line, from 1. */
  readonly before: number;
  readonly after: number;
}

function hunksOf(lines: readonly DiffLine[]): readonly Hunk[] {
  const near = lines.map(() => false);
  for (const [index, [mark]] of lines.entries()) {
    if (mark !== ' ') near.fill(true, Math.max(0, index - context), index + context + 1);
  }
  const hunks: { lines: DiffLine[]; before: number; after: number }[] = [];
  let [before, after] = [1, 1];
  for (const [index, line] of lines.entries()) {
    if (near[index] === true) {
      if (near[index - 1] !== true) hunks.push({ lines: [], before, after });
      hunks.at(-1)?.lines.push(line);
    }
    if (line[0] !== '+') before += 1;
    if (line[0] !== '-') after += 1;
  }
  return hunks;
}

/** A hunk without lines of one side stands behind the line before it. */
function range(from: number, length: number): string {
  return `${length === 0 ? from - 1 : from},${length}`;
}

function printHunk({ lines, before, after }: Hunk): string {
  const count = (without: string): number => lines.filter(([mark]) => mark !== without).length;
  const body = lines.map(([mark, line]) =>
    line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`,
  );
  return `@@ -${range(before, count('+'))} +${range(after, count('-'))} @@\n${body.join('')}`;
}
