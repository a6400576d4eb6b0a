import type { Artifact } from './artifact.ts';
import { systemName } from './diagram/classify.ts';
import { heading, page } from './print/markdown.ts';
import { slos } from './sections/slos.ts';

/** output/slos-table.md: the objectives with the error budgets that follow from them. */
export const sloTable: Artifact = {
  path: 'output/slos-table.md',
  isDefault: true,
  comment: 'markdown',
  draws: ['context-capsule/project', ...slos.draws],
  derive: ({ model }) => {
    const blocks = slos.blocks(model);
    return page([
      heading(1, `Service level objectives of ${systemName(model)}`),
      ...(blocks.length === 0 ? ['The overview states no objectives.'] : blocks),
    ]);
  },
};
