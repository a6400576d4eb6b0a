import { createColors } from 'picocolors';
import { placeOf } from '#survey/found';
import type { Survey } from '#survey/survey';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** What a survey took from which file, what it left, and what to do next. */
export function surveySummary({ taken, left, services }: Survey, out: string | undefined, color: boolean): string {
  const { dim, yellow } = createColors(color);
  const rows = taken.map((found) => [found.what, found.value, dim(placeOf(found))].map((cell) => cell));
  const unknown = left.map(
    (found) =>
      `${yellow('left')}  ${printable(found.value)} ${dim(placeOf(found))}: no service that a survey knows; add it by hand if it is one`,
  );
  const file = out ?? 'it';
  return [
    ...(rows.length === 0
      ? []
      : [table(rows.map(([what = '', value = '', place = '']) => [printable(what, 40), printable(value, 60), place]))]),
    ...unknown,
    `${out === undefined ? 'surveyed' : `wrote ${out}`}: ${services === 1 ? '1 service' : `${services} services`}. What stands in brackets is for people to decide.`,
    out === undefined
      ? 'Next: write it to a file with --out overview.md.'
      : `Next: decide what is open in ${file}, then run asbuilt check ${file}.`,
    '',
  ].join('\n');
}
