import type { Artifact } from './artifact.ts';
import { systemName } from './diagram/classify.ts';
import { containerDiagram, containerDraws } from './diagram/container-diagram.ts';
import { contextDiagram } from './diagram/context-diagram.ts';
import { elementsOf } from './diagram/elements.ts';
import { sequenceDiagrams } from './diagram/sequence.ts';
import { fenced, heading, page, under } from './print/markdown.ts';

/** output/architecture-diagrams.md: the system seen from outside, from inside, and in time. */
export const architectureDiagrams: Artifact = {
  path: 'output/architecture-diagrams.md',
  isDefault: true,
  comment: 'markdown',
  draws: containerDraws,
  derive: ({ model }) => {
    const elements = elementsOf(model);
    const sequences = sequenceDiagrams(model).map((text) => fenced('mermaid', text));
    return page([
      heading(1, `Diagrams of ${systemName(model)}`),
      heading(2, 'Context'),
      fenced('mermaid', contextDiagram(elements)),
      heading(2, 'Containers'),
      fenced('mermaid', containerDiagram(elements)),
      ...under(2, 'Request flow', sequences),
    ]);
  },
};
