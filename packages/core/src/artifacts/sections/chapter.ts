import type { Model, Stated, StatementPattern } from '#model/index';
import type { Block } from '../print/markdown.ts';

/** A section of the overview as the derived documents show it: its statements, and what follows from them. */
export interface Chapter {
  readonly title: string;
  /** The statements that it shows. */
  readonly draws: readonly StatementPattern[];
  /** Its content below the title; empty when the overview states nothing of it. */
  readonly blocks: (model: Model) => readonly Block[];
}

/** The values of a list of statements in one line; nothing when there are none. */
export function listed(stated: readonly Stated<string>[]): string | undefined {
  return stated.length === 0 ? undefined : stated.map(({ value }) => value).join(', ');
}
