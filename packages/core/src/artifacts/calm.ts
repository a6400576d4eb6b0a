import type { Artifact } from './artifact.ts';
import type { ElementKind } from './diagram/classify.ts';
import { containerDraws } from './diagram/container-diagram.ts';
import { type Element, type Elements, elementsOf, isPerson, type Relation, systemElement } from './diagram/elements.ts';
import { oneLine } from './print/escape.ts';
import { type Json, json } from './print/json.ts';

/** exports/calm.json: nodes and relationships in the Common Architecture Language Model 1.1 (https://calm.finos.org). */
export const calm: Artifact = {
  path: 'exports/calm.json',
  isDefault: false,
  comment: 'json',
  draws: containerDraws,
  derive: ({ model }) => {
    const shown = elementsOf(model);
    return json({
      $schema: 'https://calm.finos.org/release/1.1/meta/calm.json',
      nodes: [systemElement(shown), ...shown.elements].map(node),
      relationships: [...composition(shown), ...shown.relations.map(relationship)],
    });
  },
};

const types: Readonly<Record<ElementKind, string>> = {
  person: 'actor',
  system: 'system',
  container: 'service',
  database: 'database',
  queue: 'queue',
};

function node({ id, kind, outside, name, technology, description }: Element): Json {
  const type = outside && kind === 'container' ? 'system' : types[kind];
  const words = [description, technology].filter(Boolean).join('. ');
  return { 'unique-id': id, 'node-type': type, name: oneLine(name) || id, description: oneLine(words || name) || id };
}

function composition({ elements }: Elements): readonly Json[] {
  const inside = elements.filter(({ outside }) => !outside).map(({ id }) => id);
  if (inside.length === 0) return [];
  return [
    { 'unique-id': 'system-parts', 'relationship-type': { 'composed-of': { container: 'system', nodes: inside } } },
  ];
}

function relationship({ from, to, labels, technology }: Relation): Json {
  return {
    'unique-id': `${from.id}-to-${to.id}`,
    description: oneLine(labels.join(', ')) || 'calls',
    'relationship-type': isPerson(from)
      ? { interacts: { actor: from.id, nodes: [to.id] } }
      : { connects: { source: { node: from.id }, destination: { node: to.id } } },
    protocol: technology === '' ? undefined : oneLine(technology),
  };
}
