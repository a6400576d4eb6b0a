import { agents } from './agents.ts';
import { architecture } from './architecture.ts';
import { architectureDiagrams } from './architecture-diagrams.ts';
import type { Artifact } from './artifact.ts';
import { backstage } from './backstage.ts';
import { c4Diagram, c4DiagramOutput } from './c4-diagram.ts';
import { cacheTable } from './cache-table.ts';
import { calm } from './calm.ts';
import { containerPicture } from './container-picture.ts';
import { contextPicture } from './context-picture.ts';
import { costTable } from './cost-table.ts';
import { environmentExample } from './environment-example.ts';
import { failureTable } from './failure-table.ts';
import { grafanaDashboard } from './grafana-dashboard.ts';
import { infrastructure } from './infrastructure.ts';
import { openSlo } from './openslo.ts';
import { prometheusRules } from './prometheus-rules.ts';
import { requestPicture } from './request-picture.ts';
import { serviceContracts, serviceContractsReference } from './service-contracts.ts';
import { sloDependencies } from './slo-picture.ts';
import { sloTable } from './slo-table.ts';
import { structurizr } from './structurizr.ts';
import { threatTable } from './threat-table.ts';
import { timeBudgetPicture } from './time-budget-picture.ts';

export type { Artifact, ArtifactSource, CommentForm } from './artifact.ts';
export { openApiDraws, openApiPath, openApis } from './openapi.ts';
export { promised } from './promised.ts';

/** Every file that is derived from any overview, in the order in which they are written and listed; `openApis` has more for its services. */
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
  failureTable,
  cacheTable,
  costTable,
  threatTable,
  prometheusRules,
  grafanaDashboard,
  openSlo,
  environmentExample,
  agents,
  structurizr,
  calm,
  backstage,
];
