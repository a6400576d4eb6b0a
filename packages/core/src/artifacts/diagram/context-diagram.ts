import { type Arrow, type C4Diagram, c4Text } from './c4.ts';
import { type Element, type Elements, isPerson, type Relation, systemElement } from './elements.ts';
import { folded } from './fold.ts';

/** The system as one box, as Mermaid text. */
export function contextDiagram(shown: Elements): string {
  return c4Text(contextView(shown));
}

/**
 * The system as one box between the people and the systems that it talks to. An integration that no step of the flow
 * names is something that the system uses.
 */
export function contextView(shown: Elements): C4Diagram {
  const { elements, relations } = folded(asOneBox(shown));
  const others = elements.filter((element) => element.outside && !isPerson(element));
  return {
    kind: 'C4Context',
    title: `Context of ${shown.system}`,
    groups: [
      {
        elements: [...elements.filter(isPerson), ...elements.filter(({ outside }) => !outside), ...others],
      },
    ],
    arrows: relations.map(({ from, to, labels }): Arrow => ({ from: from.id, to: to.id, label: labels.join(', ') })),
  };
}

/** What runs inside of the system as one element, and the relations that cross its border, one for each pair of ends. */
function asOneBox(shown: Elements): Elements {
  const system = systemElement(shown);
  const outside = shown.elements.filter((element) => element.outside);
  const crossing = crossingRelations(shown, system);
  const reached = new Set(crossing.flatMap(({ from, to }) => [from, to]));
  const unreached = outside.filter((element) => !reached.has(element));
  const uses = unreached.map((to) => ({ from: system, to, labels: ['uses'], technology: '' }));
  return { system: shown.system, elements: [system, ...outside], relations: [...crossing, ...uses] };
}

function crossingRelations({ relations }: Elements, system: Element): readonly Relation[] {
  const ends = new Map<string, { readonly from: Element; readonly to: Element; readonly labels: Set<string> }>();
  for (const relation of relations) {
    const from = relation.from.outside ? relation.from : system;
    const to = relation.to.outside ? relation.to : system;
    if (from === to) continue;
    const key = `${from.id} ${to.id}`;
    const found = ends.get(key) ?? { from, to, labels: new Set() };
    for (const label of relation.labels) found.labels.add(label);
    ends.set(key, found);
  }
  return [...ends.values()].map(({ from, to, labels }) => ({ from, to, labels: [...labels], technology: '' }));
}
