import type { Artifact } from './artifact.ts';
import { sectionTable } from './section-table.ts';
import { failureModes } from './sections/failure-modes.ts';

/** output/failure-table.md: what can fail and what is done then, and the timeouts along the path. */
export const failureTable: Artifact = sectionTable(failureModes, {
  path: 'output/failure-table.md',
  isDefault: false,
  title: 'Failure modes',
  nothing: 'The overview states no failure modes.',
  alsoDraws: ['data-flow/*/from', 'data-flow/*/to'],
});
