import { architecture } from './architecture.ts';
import { architectureDiagrams } from './architecture-diagrams.ts';
import type { Artifact } from './artifact.ts';
import { c4Diagram, c4DiagramOutput } from './c4-diagram.ts';
import { containerPicture } from './container-picture.ts';
import { contextPicture } from './context-picture.ts';
import { infrastructure } from './infrastructure.ts';
import { prometheusRules } from './prometheus-rules.ts';
import { requestPicture } from './request-picture.ts';
import { serviceContracts, serviceContractsReference } from './service-contracts.ts';
import { sloDependencies } from './slo-picture.ts';
import { sloTable } from './slo-table.ts';
import { timeBudgetPicture } from './time-budget-picture.ts';

export type { Artifact, ArtifactSource, CommentForm } from './artifact.ts';
export { promised } from './promised.ts';

/** Every file that is derived from an overview, in the order in which they are written and listed. */
export const artifacts: readonly Artifact[] = [
  architecture,
  serviceContracts,
  c4Diagram,
  c4DiagramOutput,
  sloTable,
  architectureDiagrams,
  serviceContractsReference,
  infrastructure,
  contextPicture,
  containerPicture,
  requestPicture,
  timeBudgetPicture,
  sloDependencies,
  prometheusRules,
];
