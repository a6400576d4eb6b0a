import type { Artifact } from './artifact.ts';
import { systemName } from './diagram/classify.ts';
import { sloTree } from './diagram/slo-tree.ts';
import { svg } from './svg/picture.ts';
import { sloPicture } from './svg/slo-picture.ts';

/** diagrams/slo-dependencies.svg: which service needs which to keep its objective. */
export const sloDependencies: Artifact = {
  path: 'diagrams/slo-dependencies.svg',
  isDefault: false,
  comment: 'svg',
  draws: [
    'context-capsule/project',
    'slos/*/service',
    'slos/*/objective',
    'data-flow/*/from',
    'data-flow/*/to',
    'failure-modes/*/scenario',
    'failure-modes/*/service',
    'services/*/name',
    'failure-modes/*/mitigation/*',
  ],
  derive: ({ model }) => svg(sloPicture(systemName(model), sloTree(model))),
};
