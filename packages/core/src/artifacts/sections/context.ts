import type { Boundary, Integration } from '#model/index';
import { containerDiagram } from '../diagram/container-diagram.ts';
import { elementsOf } from '../diagram/elements.ts';
import { type Block, fenced, table, under } from '../print/markdown.ts';
import type { Chapter } from './chapter.ts';

/** What the system is made of, what it talks to, and both as a diagram. */
export const context: Chapter = {
  title: 'Context',
  draws: ['context/**'],
  blocks: (model) => {
    const { boundaries, integrations, services, flows } = model.overview;
    const isDrawn = [boundaries, integrations, services, flows].some((rows) => rows.length > 0);
    return [
      ...(isDrawn ? [fenced('mermaid', containerDiagram(elementsOf(model)))] : []),
      ...under(3, 'System boundaries', described('Part', boundaries)),
      ...under(3, 'External integrations', described('Integration', integrations)),
    ];
  },
};

function described(title: string, rows: readonly (Boundary | Integration)[]): readonly Block[] {
  return table(rows, [
    { title, cell: ({ name }) => name },
    { title: 'Description', cell: ({ description }) => description },
  ]);
}
