import type { Artifact } from './artifact.ts';
import { sectionTable } from './section-table.ts';
import { costs } from './sections/costs.ts';

/** output/cost-table.md: what the system costs a month. */
export const costTable: Artifact = sectionTable(costs, {
  path: 'output/cost-table.md',
  isDefault: false,
  title: 'Costs',
  nothing: 'The overview states no costs.',
});
