import type { Threat } from '#model/index';
import { table } from '../print/markdown.ts';
import { type Chapter, listed } from './chapter.ts';

/** The threats, what is done against each, and whether the overview's box is ticked. */
export const threats: Chapter = {
  title: 'Threats',
  draws: ['threats/**'],
  blocks: ({ overview }) =>
    table(overview.threats, [
      { title: 'Threat', cell: ({ threat }) => threat },
      { title: 'Mitigation', cell: ({ mitigations }) => listed(mitigations) },
      { title: 'Status', cell: statusOf },
    ]),
};

function statusOf({ ticked }: Threat): string | undefined {
  if (ticked === undefined) return undefined;
  return ticked.value ? '☑ covered' : '☐ open';
}
