import { createColors } from 'picocolors';
import { cutLine, table, width } from './table.ts';

/** A column of a table of things. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (thing: T) => string | undefined;
  /** Whether it says anything about these; a column without any text says nothing in any case. */
  readonly isFor?: (things: readonly T[]) => boolean;
  /** The lower, the sooner it is left out where there is not enough room; the others stay. */
  readonly dropped?: number;
}

/** A table that is as wide as there is room: columns are left out, and then its lines are cut. */
export function fittedTable<T>(
  columns: readonly Column<T>[],
  things: readonly T[],
  { columns: room = Number.POSITIVE_INFINITY, color }: { readonly columns?: number; readonly color: boolean },
): string {
  const { bold } = createColors(color);
  let left = columns.filter(
    ({ cell, isFor }) =>
      isFor?.(things) !== false && (things.length === 0 || things.some((thing) => cell(thing) !== undefined)),
  );
  const print = (): string =>
    table([left.map(({ title }) => bold(title)), ...things.map((thing) => left.map(({ cell }) => cell(thing) ?? '·'))]);
  for (let text = print(); ; text = print()) {
    const next = left.filter(({ dropped }) => dropped !== undefined).toSorted(sooner)[0];
    if (widest(text) <= room || next === undefined) return widest(text) <= room ? text : cut(text, room);
    left = left.filter((column) => column !== next);
  }
}

function sooner<T>({ dropped: one = 0 }: Column<T>, { dropped: other = 0 }: Column<T>): number {
  return one - other;
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map(width));
}

/** Without its colours, where it is too wide for them to be worth anything. */
function cut(text: string, room: number): string {
  return text
    .split('\n')
    .map((line) => cutLine(line, room))
    .join('\n');
}
