import type { Artifact } from './artifact.ts';
import { containerDiagram, containerDraws } from './diagram/container-diagram.ts';
import { elementsOf } from './diagram/elements.ts';

const diagram: Omit<Artifact, 'path'> = {
  isDefault: true,
  comment: 'mermaid',
  draws: containerDraws,
  derive: ({ model }) => containerDiagram(elementsOf(model)),
};

/** diagrams/architecture.mmd: the system in its context, with its containers and the calls of the request flow. */
export const c4Diagram: Artifact = { path: 'diagrams/architecture.mmd', ...diagram };

/** output/architecture-diagram.mmd: the same diagram, where the overview's list of artifacts expects it. */
export const c4DiagramOutput: Artifact = { path: 'output/architecture-diagram.mmd', ...diagram };
