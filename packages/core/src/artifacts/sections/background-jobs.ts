import { facts } from '../print/markdown.ts';
import { type Chapter, listed } from './chapter.ts';

/** What runs outside of a request. */
export const backgroundJobs: Chapter = {
  title: 'Background jobs',
  draws: ['background-jobs/**'],
  blocks: ({ overview: { jobs } }) =>
    facts([
      ['Queue', jobs.queue],
      ['Jobs', listed(jobs.types)],
      ['Processing', listed(jobs.processing)],
      ['Failed jobs', jobs.retries],
    ]),
};
