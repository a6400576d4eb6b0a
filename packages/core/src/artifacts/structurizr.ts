import type { Artifact } from './artifact.ts';
import type { ElementKind } from './diagram/classify.ts';
import { containerDraws } from './diagram/container-diagram.ts';
import { type Element, type Elements, elementsOf, isPerson, type Relation } from './diagram/elements.ts';
import { oneLine } from './print/escape.ts';

/** exports/workspace.dsl: the system with its containers and relations for Structurizr (https://docs.structurizr.com/dsl). */
export const structurizr: Artifact = {
  path: 'exports/workspace.dsl',
  isDefault: false,
  comment: 'hash',
  draws: containerDraws,
  derive: ({ model }) => workspace(elementsOf(model)),
};

function workspace({ system, elements, relations }: Elements): string {
  const inside = elements.filter(({ outside }) => !outside);
  const lines = [
    `workspace ${quoted(system)} {`,
    '  model {',
    ...elements.filter((element) => element.outside).map((element) => `    ${outsider(element)}`),
    `    system = softwareSystem ${quoted(system)} {`,
    ...inside.map((element) => `      ${container(element)}`),
    '    }',
    ...relations.map((relation) => `    ${relationship(relation)}`),
    '  }',
    ...views(inside.length > 0),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const tags: Readonly<Record<ElementKind, string>> = {
  person: '',
  system: '',
  container: '',
  database: 'Database',
  queue: 'Queue',
};

function outsider(element: Element): string {
  const { id, kind, name, technology, description } = element;
  if (isPerson(element)) return call(`${id} = person`, [name || id, description]);
  const words = [description, technology].filter(Boolean).join('. ');
  return call(`${id} = softwareSystem`, [name || id, words, ['Outside', tags[kind]].filter(Boolean).join(',')]);
}

function container({ id, kind, name, technology, description }: Element): string {
  return call(`${id} = container`, [name || id, description, technology, tags[kind]]);
}

function relationship({ from, to, labels, technology }: Relation): string {
  return call(`${from.id} -> ${to.id}`, [labels.join(', ') || 'calls', technology]);
}

function viewOf(kind: 'systemContext' | 'container'): readonly string[] {
  return [`    ${kind} system {`, '      include *', '      autolayout tb', '    }'];
}

function views(hasContainers: boolean): readonly string[] {
  return [
    '  views {',
    ...viewOf('systemContext'),
    ...(hasContainers ? viewOf('container') : []),
    '    styles {',
    '      element "Outside" {',
    '        background "#8a929a"',
    '      }',
    '      element "Database" {',
    '        shape Cylinder',
    '      }',
    '      element "Queue" {',
    '        shape Pipe',
    '      }',
    '    }',
    '  }',
  ];
}

/** A statement with its texts; empty ones at the end are left out. */
function call(begin: string, texts: readonly string[]): string {
  const last = texts.findLastIndex((text) => text !== '');
  return [begin, ...texts.slice(0, last + 1).map(quoted)].join(' ');
}

/** A text in double quotes. Structurizr has no escape for a backslash at its end, and replaces what stands in `${}`. */
function quoted(text: string): string {
  const plain = oneLine(text).replaceAll('\\', '/').replaceAll('${', '$ {');
  return `"${plain.replaceAll('"', String.raw`\"`)}"`;
}
