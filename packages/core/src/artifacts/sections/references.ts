import { table } from '../print/markdown.ts';
import type { Chapter } from './chapter.ts';

/** The documents that the overview builds on. */
export const references: Chapter = {
  title: 'References',
  draws: ['references/**'],
  blocks: ({ overview }) =>
    table(overview.references, [
      { title: 'Reference', cell: ({ name }) => name },
      { title: 'Path', cell: ({ path }) => path },
    ]),
};
