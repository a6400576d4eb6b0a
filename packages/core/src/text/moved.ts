import { type Change, type Span, valueAfter } from '#model/index';
import type { Block, List, ListItem, Table, TableRow } from './tree.ts';

/**
 * A block as it stands after a change that does not touch it; the very same where it does not move. What is in a list or a
 * table is moved when somebody asks for it: of most blocks that an edit moves, nobody does.
 */
export function blockAfter(block: Block, change: Change): Block {
  if (change.by === 0 || block.span.from <= change.to) return block;
  if (block instanceof MovedList || block instanceof MovedTable) return block.movedOn(change.by);
  if (block.kind === 'list') return new MovedList(block, change.by);
  if (block.kind === 'table') return new MovedTable(block, change.by);
  return valueAfter(block, change);
}

/** All of a value, `by` further on. */
function shifted<T>(value: T, by: number): T {
  return valueAfter(value, { from: -1, to: -1, by });
}

class MovedList implements List {
  readonly kind = 'list';
  readonly ordered: boolean;
  readonly span: Span;
  readonly #parsed: List;
  readonly #by: number;
  #items: readonly ListItem[] | undefined;

  constructor(parsed: List, by: number) {
    this.ordered = parsed.ordered;
    this.span = shifted(parsed.span, by);
    this.#parsed = parsed;
    this.#by = by;
  }

  get items(): readonly ListItem[] {
    this.#items ??= shifted(this.#parsed.items, this.#by);
    return this.#items;
  }

  movedOn(by: number): List {
    return new MovedList(this.#parsed, this.#by + by);
  }
}

class MovedTable implements Table {
  readonly kind = 'table';
  readonly span: Span;
  readonly #parsed: Table;
  readonly #by: number;
  #header: TableRow | undefined;
  #rows: readonly TableRow[] | undefined;

  constructor(parsed: Table, by: number) {
    this.span = shifted(parsed.span, by);
    this.#parsed = parsed;
    this.#by = by;
  }

  get header(): TableRow {
    this.#header ??= shifted(this.#parsed.header, this.#by);
    return this.#header;
  }

  get rows(): readonly TableRow[] {
    this.#rows ??= shifted(this.#parsed.rows, this.#by);
    return this.#rows;
  }

  movedOn(by: number): Table {
    return new MovedTable(this.#parsed, this.#by + by);
  }
}
