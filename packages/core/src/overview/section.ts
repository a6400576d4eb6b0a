import type { Hole, Overview } from '#model/index';
import type { Part } from './parts.ts';
import type { Reading } from './reading.ts';
import type { SectionStem } from './titles.ts';

/** The keys of an overview that one section fills. */
export type Slice<K extends keyof Overview> = Pick<Overview<Hole>, K>;

/** One section of the overview: read from the tree and printed back in one place. */
export interface Section<K extends keyof Overview = keyof Overview> {
  /** The stem of its file, and the first part of its statements' ids. */
  readonly stem: SectionStem;
  read(parts: readonly Part[], reading: Reading): Slice<K>;
  /** The section's body as Markdown; empty when there is nothing to say. `read(print(values))` is the same values. */
  print(values: Slice<K>): string;
}
