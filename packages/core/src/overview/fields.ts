import type { Hole, Span, Stated } from '#model/index';
import type { Inline } from '#text/tree';
import type { ValueNotation } from './notation.ts';
import { itemsOf, type Part, plainLabel, plainTitle, splitLabel, splitRun } from './parts.ts';
import type { Reading } from './reading.ts';
import { say } from './rows.ts';

/** One `Label: value` of a section: the labels it is known by, and how its value becomes a part of `Values`, and back. */
export interface Field<Values> {
  /** The first is the one that is printed. */
  readonly labels: readonly string[];
  /** Whether it has one value, which may be stated a second time by mistake; a list of values goes on. */
  readonly isSingle?: true;
  read(run: Inline, reading: Reading, place: readonly string[]): Partial<Values>;
  print(values: Values): string;
}

type StatedKeys<Values, V> = {
  [K in keyof Values]-?: Exclude<Values[K], undefined> extends V ? K : never;
}[keyof Values] &
  string;

/** A field with one value. */
export function valueField<Values, T>(
  labels: readonly string[],
  target: { readonly key: StatedKeys<Values, Stated<T | Hole>>; readonly name: string },
  notation: ValueNotation<T>,
): Field<Values> {
  return {
    labels,
    isSingle: true,
    read: (run, reading, place) => {
      const stated = reading.state([...place, target.name], run, notation);
      return (stated === undefined ? {} : { [target.key]: stated }) as Partial<Values>;
    },
    print: (values) => say(values[target.key] as Stated<T | Hole> | undefined, notation),
  };
}

/** A field with several values, separated by commas (or another separator). */
export function listField<Values, T>(
  labels: readonly string[],
  target: { readonly key: StatedKeys<Values, readonly Stated<T | Hole>[]>; readonly name: string },
  notation: ValueNotation<T>,
  separator = ',',
): Field<Values> {
  return {
    labels,
    read: (run, reading, place) =>
      ({
        [target.key]: stateEach(splitRun(run, separator), reading, [...place, target.name], notation),
      }) as Partial<Values>,
    print: (values) =>
      (values[target.key] as readonly Stated<T | Hole>[]).map((stated) => say(stated, notation)).join(`${separator} `),
  };
}

/** States each run that says a value in the notation; ids end in the value's place in the list, from 1. */
export function stateEach<T>(
  runs: readonly Inline[],
  reading: Reading,
  place: readonly string[],
  notation: ValueNotation<T>,
): Stated<T | Hole>[] {
  return runs.flatMap((run, index) => reading.state([...place, String(index + 1)], run, notation) ?? []);
}

/** A `label: value` wherever it stands: a list item, or a paragraph of its own. */
export interface Labelled {
  readonly label: string;
  /** The label as written. */
  readonly written: string;
  readonly labelSpan: Span;
  readonly labelRun: Inline;
  readonly rest: Inline;
}

/** Its label is made when it is asked for: most readers of long lists never ask. */
class LabelledRun implements Labelled {
  readonly labelRun: Inline;
  readonly rest: Inline;

  constructor(labelRun: Inline, rest: Inline) {
    this.labelRun = labelRun;
    this.rest = rest;
  }

  get label(): string {
    return plainLabel(this.labelRun.plain);
  }

  get written(): string {
    return this.labelRun.plain;
  }

  get labelSpan(): Span {
    return this.labelRun.span;
  }
}

/** Every `label: value` of the parts. */
export function labelledOf(parts: readonly Part[]): Labelled[] {
  return itemsOf(parts).flatMap((item) => {
    const split = splitLabel(item.content);
    if (split === undefined) return [];
    const { label, rest } = split;
    return [new LabelledRun(label, rest)];
  });
}

/** Where labelled values are read from, and where what they state belongs. */
export interface Labelling {
  readonly parts: readonly Part[];
  readonly reading: Reading;
  readonly place: readonly string[];
}

/**
 * Reads the fields of the parts. A label that stands twice counts once, the first time.
 * @param again takes what single values say the next time; without it, that is prose
 */
export function readFields<Values>(
  { parts, reading, place }: Labelling,
  fields: readonly Field<Values>[],
  again?: (values: Partial<Values>) => void,
): Partial<Values> {
  const labelOf = new Map<Field<Values>, string>();
  const values: Partial<Values> = {};
  for (const { label, labelSpan, rest } of everyLabelled(parts)) {
    const field = fields.find(({ labels }) => labels.some((known) => plainTitle(known) === label));
    if (field === undefined) continue;
    const first = labelOf.get(field);
    const isFirst = first === undefined;
    // Another label may mean another thing: "Database" beside "DB/ORM".
    if (!isFirst && (again === undefined || field.isSingle !== true || label !== first)) continue;
    labelOf.set(field, label);
    reading.understood.push(labelSpan);
    const read = field.read(rest, reading, place);
    if (isFirst) Object.assign(values, read);
    else again?.(read);
  }
  return values;
}

/** Every `label: value`, in list items and in paragraphs of their own. */
export function everyLabelled(parts: readonly Part[]): Pick<Labelled, 'label' | 'labelSpan' | 'rest'>[] {
  return [...labelledOf(parts), ...parts.flatMap((part) => asLabelled(part))];
}

function asLabelled({ label, labelSpan, rest }: Part): Pick<Labelled, 'label' | 'labelSpan' | 'rest'>[] {
  return labelSpan === undefined || rest === undefined ? [] : [{ label, labelSpan, rest }];
}

/** The fields that say something, as bullets. */
export function printFields<Values>(values: Values, fields: readonly Field<Values>[]): string[] {
  return fields.flatMap((field) => {
    const said = field.print(values);
    return said === '' ? [] : [`- ${field.labels[0]}: ${said}`];
  });
}

/** A labelled group of lines, or nothing where there are no lines. */
export function printGroup(label: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[`**${label}:**`, '', ...lines].join('\n')];
}
