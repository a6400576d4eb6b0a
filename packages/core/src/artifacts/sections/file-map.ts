import { table, under } from '../print/markdown.ts';
import type { Chapter } from './chapter.ts';

/** The files that the overview promises, and what is derived from it. */
export const fileMap: Chapter = {
  title: 'Files',
  draws: ['file-map/**'],
  blocks: ({ overview }) => [
    ...table(overview.files, [
      { title: 'File', cell: ({ path }) => path },
      { title: 'Purpose', cell: ({ purpose }) => purpose },
    ]),
    ...under(
      3,
      'Artifacts',
      table(overview.artifacts, [
        { title: 'Artifact', cell: ({ artifact }) => artifact },
        { title: 'Kept at', cell: ({ path }) => path },
      ]),
    ),
  ],
};
