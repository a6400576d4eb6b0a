import type { StatementPattern } from '#model/index';
import type { Artifact } from './artifact.ts';
import { systemName } from './diagram/classify.ts';
import { oneLine } from './print/escape.ts';
import { heading, page } from './print/markdown.ts';
import type { Chapter } from './sections/chapter.ts';

/** A file of its own for one section: its tables with the numbers that follow from them. */
export function sectionTable(
  chapter: Chapter,
  {
    path,
    isDefault,
    title,
    nothing,
    alsoDraws = [],
  }: Pick<Artifact, 'path' | 'isDefault'> & {
    /** What stands before the name of the system. */
    readonly title: string;
    /** What it says where the overview states none. */
    readonly nothing: string;
    /** What else than the statements of the section shows in its numbers. */
    readonly alsoDraws?: readonly StatementPattern[];
  },
): Artifact {
  return {
    path,
    isDefault,
    comment: 'markdown',
    draws: ['context-capsule/project', ...chapter.draws, ...alsoDraws],
    derive: ({ model }) => {
      const blocks = chapter.blocks(model);
      return page([
        heading(1, oneLine(`${title} of ${systemName(model)}`)),
        ...(blocks.length === 0 ? [nothing] : blocks),
      ]);
    },
  };
}
