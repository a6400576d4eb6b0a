import type { Hole, Jobs } from '#model/index';
import { type Field, listField, printFields, printGroup, readFields, valueField } from './fields.ts';
import { text } from './notation.ts';
import type { Section } from './section.ts';

const fields: readonly Field<Jobs<Hole>>[] = [
  valueField(['Queue system', 'Queue', 'Broker'], { key: 'queue', name: 'queue' }, text),
  listField(['Job types', 'Jobs', 'Types'], { key: 'types', name: 'types' }, text),
  listField(['Processing', 'Workers'], { key: 'processing', name: 'processing' }, text),
  valueField(
    ['Retries', 'Retry', 'Retry policy', 'Failed jobs', 'On failure', 'Dead letter queue'],
    { key: 'retries', name: 'retries' },
    text,
  ),
];

/** Section 5, second half: what runs outside of a request. */
export const backgroundJobs: Section<'jobs'> = {
  stem: 'background-jobs',
  read: (parts, reading) => ({
    jobs: { types: [], processing: [], ...readFields({ parts, reading, place: ['background-jobs'] }, fields) },
  }),
  print: ({ jobs }) => printGroup('Background Jobs', printFields(jobs, fields)).join('\n\n'),
};
