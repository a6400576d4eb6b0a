import { isHole, isStated, type Overview, type Span, type Stated } from '#model/index';
import type { Said } from './difference.ts';

/** The values that a row, or a section as a whole, states under one label. */
export interface Field {
  /** Which field it is, the same in every version: the name in the model. */
  readonly name: string;
  /** As people call it: `half open`. */
  readonly label: string;
  readonly values: readonly Stated<unknown>[];
}

/** A row of a table, or an item of a list that says several things. */
export interface Row {
  readonly section: string;
  /** What kind of row it is, where a section has several: `horizontal`. */
  readonly group: string;
  /** The field that the row is named by; absent where all of its fields together are its name (a step of a flow). */
  readonly key?: Field;
  /** All of its fields, that of its name included. */
  readonly fields: readonly Field[];
}

/** Every statement of an overview: the rows by the table that they belong to, and the values that stand alone by their section. */
export interface Sheets {
  readonly tables: ReadonlyMap<string, readonly Row[]>;
  readonly singles: ReadonlyMap<string, readonly Field[]>;
}

/** What a row is named by, the most telling first. */
const keys = ['scenario', 'artifact', 'name', 'service', 'layer', 'threat', 'path', 'target', 'part', 'metric', 'on'];

/** Takes an overview apart. Knows no section: what is added to the model is compared without a change here. */
export function sheetsOf(overview: Overview<unknown>): Sheets {
  const tables = new Map<string, Row[]>();
  const singles = new Map<string, Field[]>();
  const take = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isStated(value)) return single(path, [value]);
    if (!Array.isArray(value)) {
      for (const [key, part] of Object.entries(value)) take(part, path === '' ? key : `${path}.${key}`);
      return;
    }
    const items: readonly unknown[] = value;
    const alone = items.filter(isStated);
    if (alone.length > 0) single(path, alone);
    const rows = items.filter((item) => !isStated(item)).flatMap(rowOf);
    if (rows.length > 0) tables.set(path, rows);
  };
  const single = (name: string, values: readonly Stated<unknown>[]): void => {
    const [section = '', ...rest] = partsOf(values[0]?.id ?? '');
    const field = { name, label: words(rest) || section, values };
    singles.set(section, [...(singles.get(section) ?? []), field]);
  };
  take(overview, '');
  return { tables, singles };
}

function rowOf(item: unknown): readonly Row[] {
  if (typeof item !== 'object' || item === null) return [];
  const all = Object.entries(item).map(([name, value]) => ({ name, values: statedIn(value) }));
  const whole = outermost(all.flatMap(({ values }) => values));
  const fields = all
    .map(({ name, values }) => ({ name, values: values.filter((value) => whole.has(value)) }))
    .filter(({ values }) => values.length > 0)
    .map((field) => ({ ...field, label: labelOf(field.name, field.values[0]?.id ?? '') }));
  const [first] = fields;
  if (first === undefined) return [];
  const isStep = ['from', 'to'].every((end) => fields.some(({ name }) => name === end));
  const key = isStep ? undefined : keys.map((name) => fields.find((field) => field.name === name)).find(Boolean);
  const parts = partsOf(first.values[0]?.id ?? '');
  const group = parts.length > 3 ? (parts[1] ?? '') : '';
  return [{ section: parts[0] ?? '', group: words([group]), fields, ...(key && { key }) }];
}

function statedIn(value: unknown): readonly Stated<unknown>[] {
  if (isStated(value)) return [value];
  return Array.isArray(value) ? value.filter(isStated) : [];
}

/** A size that is read from a tier's words is a part of these words: it changes with them, and is no change of its own. */
function outermost(statements: readonly Stated<unknown>[]): ReadonlySet<Stated<unknown>> {
  const isPart = (inner: Stated<unknown>): boolean =>
    statements.some((outer) => outer !== inner && covers(outer.span, inner.span) && isWider(outer, inner));
  return new Set(statements.filter((statement) => !isPart(statement)));
}

function covers(outer: Span, inner: Span): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/** Of two in the same place the words are the wider one. */
function isWider(outer: Stated<unknown>, inner: Stated<unknown>): boolean {
  const isSame = covers(inner.span, outer.span);
  return !isSame || (outer.notation === 'text' && inner.notation !== 'text');
}

/** The parts of an id, without the place in a list at its end. */
function partsOf(id: string): readonly string[] {
  const parts = id.split('/');
  return /^\d+$/.test(parts.at(-1) ?? '') ? parts.slice(0, -1) : parts;
}

function labelOf(name: string, id: string): string {
  const parts = partsOf(id);
  const last = parts.length > 2 ? parts.at(-1) : undefined;
  // `context-capsule/framework/frontend`: the row's own name.
  return last === undefined || (parts.length === 3 && parts[1] === name) ? name : words([last]);
}

function words(parts: readonly string[]): string {
  return parts.map((part) => part.replace(/-\d+$/, '').replaceAll('-', ' ')).join(' ');
}

/** What a value says, in a form in which equal values are equal texts. */
export function sayingOf({ value }: Stated<unknown>): string {
  if (isHole(value)) return value.text;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A value as its document writes it. */
export function saidBy(stated: Stated<unknown>, text: string): Said {
  const { id, span, value, notation } = stated;
  const isWords = notation === 'text' || notation === 'name' || notation === 'path';
  const written = isWords || isHole(value) ? sayingOf(stated) : text.slice(span.from, span.to);
  return { id, text: written.replaceAll(/\s+/g, ' ').trim(), span };
}
