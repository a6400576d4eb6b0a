import type { Hole, Stated } from '#model/index';
import { isHole } from '#model/index';
import type { Inline, Table, TableRow } from '#text/tree';
import { code, escapeAroundHoles } from './escape-text.ts';
import type { ValueNotation } from './notation.ts';
import { type Part, plainLabel, plainTitle, tablesOf } from './parts.ts';
import type { Reading } from './reading.ts';

/** Where a cell stands: the section, its row, and the means to state what it says. */
export interface CellContext {
  readonly reading: Reading;
  /** The section's stem and the row's key. */
  readonly place: readonly string[];
}

/** A column: the titles it is known by, and how a cell of it becomes part of a row, and back. */
export interface Column<Row> {
  /** The first is the one that is printed. */
  readonly titles: readonly string[];
  read(cell: Inline, context: CellContext): Partial<Row>;
  print(row: Row): string;
}

/** A table that a section is read from. The first column is the row's key: without it a table is not of this kind. */
export interface TableForm<Row> {
  readonly stem: string;
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
}

type KeysOf<Row, V> = { [K in keyof Row]-?: Exclude<Row[K], undefined> extends V ? K : never }[keyof Row] & string;

/** A column whose cell holds one value. `key` is the field of the row, `name` its part of the statement's id. */
export function valueColumn<Row, T>(
  titles: readonly string[],
  field: { readonly key: KeysOf<Row, Stated<T | Hole>>; readonly name: string },
  notation: ValueNotation<T>,
): Column<Row> {
  return {
    titles,
    read: (cell, { reading, place }) => {
      const stated = reading.state([...place, field.name], cell, notation);
      return (stated === undefined ? {} : { [field.key]: stated }) as Partial<Row>;
    },
    print: (row) => say(row[field.key] as Stated<T | Hole> | undefined, notation),
  };
}

/** A value as it is written: a hole as its own text, nothing as nothing. */
export function say<T>(stated: Stated<T | Hole> | undefined, notation: ValueNotation<T>): string {
  if (stated === undefined) return '';
  return isHole(stated.value) ? escapeAroundHoles(stated.value.text) : notation.print(stated.value);
}

/** A path as it is written: in code. */
export function sayPath(stated: Stated<string | Hole> | undefined): string {
  if (stated === undefined) return '';
  return code(isHole(stated.value) ? stated.value.text : stated.value);
}

/** Reads the rows of all tables of a form; `skip` leaves rows out by their key (totals). */
export function readRows<Row>(
  parts: readonly Part[],
  reading: Reading,
  form: TableForm<Row>,
  skip?: (key: string) => boolean,
): Row[] {
  return tablesOf(parts).flatMap((table) => {
    const columns = matchColumns(table, form);
    if (columns === undefined) return [];
    const titles = table.header.cells.map(({ plain }) => plain);
    reading.understood.push(table.header.span);
    return table.rows.flatMap((row) =>
      readRow(row, { columns, titles, keyIndex: columns.indexOf(form.columns[0]), reading, stem: form.stem, skip }),
    );
  });
}

/** The form's columns by the table's, in the table's order; undefined when the key column is not there. */
export function matchColumns<Row>(table: Table, form: TableForm<Row>): (Column<Row> | undefined)[] | undefined {
  const left = new Set(form.columns);
  const columns = table.header.cells.map((cell) => {
    const title = plainLabel(cell.plain);
    const column = [...left].find(({ titles }) => titles.some((known) => plainTitle(known) === title));
    if (column !== undefined) left.delete(column);
    return column;
  });
  return columns.includes(form.columns[0]) ? columns : undefined;
}

interface RowReading<Row> {
  readonly columns: readonly (Column<Row> | undefined)[];
  readonly titles: readonly string[];
  /** Where the key stands among the cells. */
  readonly keyIndex: number;
  readonly reading: Reading;
  readonly stem: string;
  readonly skip: ((key: string) => boolean) | undefined;
}

function readRow<Row>(row: TableRow, { columns, titles, keyIndex, reading, stem, skip }: RowReading<Row>): Row[] {
  const keyCell = row.cells[keyIndex];
  // A line without bars below a table is a row for GFM, and a sentence for whoever wrote it.
  const isSentence = row.cells.length === 1 && columns.length > 1;
  if (isSentence || keyCell === undefined || keyCell.plain === '' || skip?.(keyCell.plain) === true) return [];
  const context = { reading, place: [stem, keyCell.plain] };
  const fields = row.cells.map((cell, index) => {
    const before = reading.misfits.length;
    const field = columns[index]?.read(cell, context) ?? {};
    const misfits = reading.misfits.splice(before);
    reading.misfits.push(...misfits.map((misfit) => ({ ...misfit, column: titles[index] ?? '' })));
    return field;
  });
  return [Object.assign({}, ...fields) as Row];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The rows as a GFM table; empty without rows. */
export function printRows<Row>(rows: readonly Row[], form: TableForm<Row>): string {
  if (rows.length === 0) return '';
  const titles = form.columns.map(({ titles: [title] }) => title ?? '');
  const body = rows.map((row) => line(form.columns.map((column) => column.print(row))));
  return [line(titles), line(titles.map(() => '---')), ...body].join('\n');
}
