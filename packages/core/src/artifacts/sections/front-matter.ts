import { facts } from '../print/markdown.ts';
import { type Chapter, listed } from './chapter.ts';

/** The document as a task: who made it, when, and how far it is. */
export const frontMatter: Chapter = {
  title: 'Document',
  draws: ['front-matter/**'],
  blocks: ({ overview: { task } }) =>
    facts([
      ['Status', task.status],
      ['Priority', task.priority],
      ['Version', task.version],
      ['Type', task.type],
      ['Labels', listed(task.labels)],
      ['Created by', task.createdBy],
      ['Created', task.createdAt],
      ['Updated', task.updatedAt],
      ['Task', task.taskId],
      ['Environment', task.profile?.env],
      ['HTTP port', task.profile?.httpPort],
      ['Frameworks', listed(task.profile?.frameworks ?? [])],
      ['Database', task.profile?.db],
      ['Auth', task.profile?.auth],
      ['Infrastructure', task.profile?.infra],
    ]),
};
