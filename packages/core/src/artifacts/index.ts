import { architecture } from './architecture.ts';
import { architectureDiagrams } from './architecture-diagrams.ts';
import type { Artifact } from './artifact.ts';
import { c4Diagram, c4DiagramOutput } from './c4-diagram.ts';
import { infrastructure } from './infrastructure.ts';
import { serviceContracts, serviceContractsReference } from './service-contracts.ts';
import { sloTable } from './slo-table.ts';

export type { Artifact, ArtifactSource } from './artifact.ts';

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
];
