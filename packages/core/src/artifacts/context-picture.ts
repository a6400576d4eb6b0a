import type { Artifact } from './artifact.ts';
import { contextView } from './diagram/context-diagram.ts';
import { elementsOf } from './diagram/elements.ts';
import { c4Picture } from './svg/c4-picture.ts';
import { svg } from './svg/picture.ts';

/** diagrams/context.svg: the system as one box between the people and the systems that it talks to. */
export const contextPicture: Artifact = {
  path: 'diagrams/context.svg',
  isDefault: false,
  comment: 'svg',
  draws: [
    'context-capsule/project',
    'context/**',
    'services/*/name',
    'services/*/responsibility',
    'services/*/interface',
    'data-flow/**',
  ],
  derive: ({ model }) => svg(c4Picture(contextView(elementsOf(model)))),
};
