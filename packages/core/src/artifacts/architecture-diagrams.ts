import type { Artifact } from './artifact.ts';
import { budgetDiagrams } from './diagram/budget-diagram.ts';
import { systemName } from './diagram/classify.ts';
import { containerDiagram, containerDraws } from './diagram/container-diagram.ts';
import { contextDiagram } from './diagram/context-diagram.ts';
import { elementsOf } from './diagram/elements.ts';
import { sequenceDiagrams } from './diagram/sequence.ts';
import { sloDiagrams } from './diagram/slo-diagram.ts';
import { sloTree } from './diagram/slo-tree.ts';
import { timeBudget } from './diagram/time-budget.ts';
import { type Block, fenced, heading, page, under } from './print/markdown.ts';

/** output/architecture-diagrams.md: the system seen from outside, from inside, and in time, with its time budget and its objectives. */
export const architectureDiagrams: Artifact = {
  path: 'output/architecture-diagrams.md',
  isDefault: true,
  comment: 'markdown',
  draws: [
    ...containerDraws,
    'failure-modes/*/scenario',
    'failure-modes/*/service',
    'failure-modes/*/timeout',
    'failure-modes/*/mitigation/*',
    'slos/*/service',
    'slos/*/objective',
  ],
  derive: ({ model }) => {
    const elements = elementsOf(model);
    const sequences = drawn(sequenceDiagrams(model));
    return page([
      heading(1, `Diagrams of ${systemName(model)}`),
      heading(2, 'Context'),
      fenced('mermaid', contextDiagram(elements)),
      heading(2, 'Containers'),
      fenced('mermaid', containerDiagram(elements)),
      ...under(2, 'Request flow', sequences),
      ...under(2, 'Time budget of a request', drawn(budgetDiagrams(timeBudget(model)))),
      ...under(2, 'What the objectives depend on', drawn(sloDiagrams(sloTree(model)))),
    ]);
  },
};

function drawn(diagrams: readonly string[]): readonly Block[] {
  return diagrams.map((text) => fenced('mermaid', text));
}
