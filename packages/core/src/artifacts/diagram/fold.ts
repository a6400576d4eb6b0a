import { groupBy } from '../layout/group.ts';
import type { ElementKind } from './classify.ts';
import type { Element, Elements, Relation } from './elements.ts';

/** A diagram with more boxes or arrows than these shows nothing any more. */
const mostBoxes = 40;
const mostArrows = 60;

/**
 * A diagram that is not too large: the elements that most relations lead to or from stay, the others become one box for
 * each kind that says how many it stands for. Relations that come together are one.
 */
export function folded(shown: Elements): Elements {
  let [keep, result] = [mostBoxes, foldedTo(shown, mostBoxes)];
  while (result.relations.length > mostArrows && keep > 1) {
    keep = Math.floor(keep / 2);
    result = foldedTo(shown, keep);
  }
  return result;
}

function foldedTo(shown: Elements, keep: number): Elements {
  if (shown.elements.length <= keep) return shown;
  const related = mostRelated(shown, keep);
  const groups = groupBy(
    shown.elements.filter((element) => !related.has(element)),
    ({ outside, kind }) => `folded_${outside ? 'outside_' : ''}${kind}`,
  );
  // A box that would stand for one element says less than the element.
  const large = [...groups].filter(([, group]) => group.length > 1);
  const folds = new Set(large.flatMap(([, group]) => group));
  const standIns = new Map<Element, Element>();
  const boxes = large.map(([id, group]) => {
    const box = boxFor(id, group);
    for (const element of group) standIns.set(element, box);
    return box;
  });
  return {
    ...shown,
    elements: [...shown.elements.filter((element) => !folds.has(element)), ...boxes],
    relations: merged(shown.relations, (element) => standIns.get(element) ?? element),
  };
}

/** The elements with the most relations, of equals the first. */
function mostRelated({ elements, relations }: Elements, keep: number): ReadonlySet<Element> {
  const counts = new Map<Element, number>();
  for (const end of relations.flatMap(({ from, to }) => [from, to])) counts.set(end, (counts.get(end) ?? 0) + 1);
  return new Set(elements.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0)).slice(0, keep));
}

const plurals: Readonly<Record<ElementKind, string>> = {
  person: 'people',
  system: 'systems',
  container: 'containers',
  database: 'databases',
  queue: 'queues',
};

/** How many names a box for many says. */
const mostNames = 5;

function boxFor(id: string, group: readonly Element[]): Element {
  const [first] = group;
  const { kind, outside } = first ?? { kind: 'container' as const, outside: false };
  const names = group.slice(0, mostNames).map(({ name }) => name);
  const what = outside && kind !== 'person' ? `${plurals[kind]} of others` : plurals[kind];
  const description = group.length > mostNames ? `${names.join(', ')} …` : names.join(', ');
  return { id, kind, outside, name: `+ ${group.length} more ${what}`, technology: '', description };
}

function merged(relations: readonly Relation[], standIn: (element: Element) => Element): readonly Relation[] {
  const moved = relations
    .map((relation) => ({ ...relation, from: standIn(relation.from), to: standIn(relation.to) }))
    .filter(({ from, to }, index) => from !== to || relations[index]?.from === relations[index]?.to);
  return [...groupBy(moved, ({ from, to }) => `${from.id} ${to.id}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    return [{ ...first, labels: [`${group.length} calls`], technology: '' }];
  });
}
