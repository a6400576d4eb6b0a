import type { StatementPattern } from '#model/index';
import { type C4Diagram, c4Text } from './c4.ts';
import { type Elements, isPerson, systemElement } from './elements.ts';
import { folded } from './fold.ts';

/** The statements that the diagram shows. */
export const containerDraws: readonly StatementPattern[] = [
  'context-capsule/project',
  'context/**',
  'services/**',
  'data-flow/**',
  'background-jobs/queue',
  'background-jobs/types/*',
];

/** The system in its context and with its containers as Mermaid text. */
export function containerDiagram(shown: Elements): string {
  return c4Text(containerView(shown));
}

/**
 * The system in its context and with its containers: people, the system as a frame with what runs inside it, what
 * others run, and the calls of the request flow. A system of which nothing is stated is one box.
 */
export function containerView(every: Elements): C4Diagram {
  const shown = folded(every);
  const { system, elements, relations } = shown;
  const inside = elements.filter(({ outside }) => !outside);
  const outside = elements.filter((element) => element.outside && !isPerson(element));
  return {
    kind: 'C4Container',
    title: `Containers of ${system}`,
    groups: [
      { elements: elements.filter(isPerson) },
      inside.length === 0
        ? { elements: [systemElement(shown)] }
        : { frame: { kind: 'system', id: 'system', title: system }, elements: inside },
      { frame: { kind: 'external', id: 'others', title: 'Run by others' }, elements: outside },
    ],
    arrows: relations.map(({ from, to, labels, technology }) => ({
      from: from.id,
      to: to.id,
      label: labels.join(', '),
      technology,
    })),
  };
}
