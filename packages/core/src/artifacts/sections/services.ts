import { namesOf, neighboursOf } from '../neighbours.ts';
import { table } from '../print/markdown.ts';
import type { Chapter } from './chapter.ts';

/** The services, and beside each who calls it and whom it calls. */
export const services: Chapter = {
  title: 'Services',
  draws: ['services/**'],
  blocks: (model) => {
    const neighbours = neighboursOf(model);
    return table(model.overview.services, [
      { title: 'Service', cell: ({ name }) => name },
      { title: 'Responsibility', cell: ({ responsibility }) => responsibility },
      { title: 'Interface', cell: (service) => service.interface },
      { title: 'Protocol', cell: ({ protocol }) => protocol },
      { title: 'Called by', cell: ({ name }) => namesOf(neighbours(name.value).callers) },
      { title: 'Calls', cell: ({ name }) => namesOf(neighbours(name.value).callees) },
    ]);
  },
};
