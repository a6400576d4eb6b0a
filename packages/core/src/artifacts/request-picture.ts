import type { Artifact } from './artifact.ts';
import { systemName } from './diagram/classify.ts';
import { sequencesOf } from './diagram/sequence.ts';
import { svg } from './svg/picture.ts';
import { sequencePicture } from './svg/sequence-picture.ts';

/** diagrams/request-flow.svg: the request flow in time. */
export const requestPicture: Artifact = {
  path: 'diagrams/request-flow.svg',
  isDefault: false,
  comment: 'svg',
  draws: ['context-capsule/project', 'data-flow/**', 'services/*/name'],
  derive: ({ model }) => svg(sequencePicture(systemName(model), sequencesOf(model))),
};
