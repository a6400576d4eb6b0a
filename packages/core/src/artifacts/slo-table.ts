import type { Artifact } from './artifact.ts';
import { sectionTable } from './section-table.ts';
import { slos } from './sections/slos.ts';

/** output/slos-table.md: the objectives with the error budgets that follow from them. */
export const sloTable: Artifact = sectionTable(slos, {
  path: 'output/slos-table.md',
  isDefault: true,
  title: 'Service level objectives',
  nothing: 'The overview states no objectives.',
});
