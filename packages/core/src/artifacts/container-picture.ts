import type { Artifact } from './artifact.ts';
import { containerDraws, containerView } from './diagram/container-diagram.ts';
import { elementsOf } from './diagram/elements.ts';
import { c4Picture } from './svg/c4-picture.ts';
import { svg } from './svg/picture.ts';

/** diagrams/containers.svg: the system in its context, with what runs inside it and the calls of the request flow. */
export const containerPicture: Artifact = {
  path: 'diagrams/containers.svg',
  isDefault: false,
  comment: 'svg',
  draws: containerDraws,
  derive: ({ model }) => svg(c4Picture(containerView(elementsOf(model)))),
};
