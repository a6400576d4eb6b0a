import type { Hole, Stated } from '#model/index';
import type { Inline } from '#text/tree';
import { labelledOf } from './fields.ts';
import { text, type ValueNotation } from './notation.ts';
import { type Part, withoutRemark } from './parts.ts';
import type { Reading } from './reading.ts';

/** Rows that are written as a list, `- Name: value`, where a section usually has a table. */
export interface ItemForm<T> {
  readonly stem: string;
  /** What the name's statement is called in its id. */
  readonly name: string;
  /** The value that makes an item a row; an item without one is prose. */
  readonly value: { readonly name: string; readonly notation: ValueNotation<T> };
}

export interface Item<T> {
  readonly name: Stated<string | Hole>;
  readonly value: Stated<T>;
}

/** Reads the items whose value stands at their beginning: `API: 99.9% uptime`, and not `API: page someone at 50%`; `skip` leaves some out (totals). */
export function readItems<T>(
  parts: readonly Part[],
  reading: Reading,
  { stem, name, value }: ItemForm<T>,
  skip: (label: string) => boolean = () => false,
): Item<T>[] {
  return labelledOf(parts).flatMap((labelled) => {
    const { labelRun, rest } = labelled;
    if (!beginsWithValue(rest, value.notation) || skip(labelled.label)) return [];
    const named = withoutRemark(labelRun);
    const place = [stem, named.plain];
    const stated = reading.state([...place, name], named, text);
    const said = reading.stateKnown([...place, value.name], rest, value.notation);
    return stated === undefined || said === undefined ? [] : [{ name: stated, value: said }];
  });
}

function beginsWithValue<T>({ plain }: Inline, notation: ValueNotation<T>): boolean {
  const found = notation.read(plain);
  return found !== undefined && /^[\s~≈≥>≤<(]*$/u.test(plain.slice(0, found.start));
}
