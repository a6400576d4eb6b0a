import type { Artifact } from './artifact.ts';
import { sectionTable } from './section-table.ts';
import { threats } from './sections/threats.ts';

/** output/threat-table.md: the threats, and what is done against them. */
export const threatTable: Artifact = sectionTable(threats, {
  path: 'output/threat-table.md',
  isDefault: false,
  title: 'Threats',
  nothing: 'The overview states no threats.',
});
