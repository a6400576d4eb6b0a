import { type Arrow, c4Text } from './c4.ts';
import { type Element, type Elements, isPerson, systemElement } from './elements.ts';

/**
 * The system as one box between the people and the systems that it talks to. An integration that no step of the flow
 * names is something that the system uses.
 */
export function contextDiagram(shown: Elements): string {
  const system = systemElement(shown);
  const outside = shown.elements.filter((element) => element.outside);
  const arrows = crossingArrows(shown, system);
  const reached = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const unreached = outside.filter(({ id }) => !reached.has(id));
  return c4Text({
    kind: 'C4Context',
    title: `Context of ${shown.system}`,
    groups: [{ elements: [...outside.filter(isPerson), system, ...outside.filter((element) => !isPerson(element))] }],
    arrows: [...arrows, ...unreached.map(({ id }) => ({ from: system.id, to: id, label: 'uses' }))],
  });
}

/** The arrows that cross the system's border, one for each pair of ends. */
function crossingArrows({ relations }: Elements, system: Element): readonly Arrow[] {
  const ends = new Map<string, { readonly from: string; readonly to: string; readonly labels: Set<string> }>();
  for (const relation of relations) {
    const [from, to] = [relation.from, relation.to].map((element) => (element.outside ? element.id : system.id));
    if (from === undefined || to === undefined || from === to) continue;
    const found = ends.get(`${from} ${to}`) ?? { from, to, labels: new Set() };
    for (const label of relation.labels) found.labels.add(label);
    ends.set(`${from} ${to}`, found);
  }
  return [...ends.values()].map(({ from, to, labels }) => ({ from, to, label: [...labels].join(', ') }));
}
