import { bullets, facts, under } from '../print/markdown.ts';
import { type Chapter, listed } from './chapter.ts';

/** The constants that everybody works with. */
export const contextCapsule: Chapter = {
  title: 'Constants',
  draws: ['context-capsule/**'],
  blocks: ({ overview: { capsule } }) => [
    ...facts([
      ['Project', capsule.project],
      ['Runtime profile', capsule.runtimeProfile],
      ['HTTP port', capsule.httpPort],
      ...capsule.frameworks.map(({ part, framework }) => [`${part.value} framework`, framework] as const),
      ['Database and ORM', capsule.database],
      ['Auth', capsule.auth],
      ['Infrastructure', capsule.infra],
      ['Secrets, kept on the machine only', capsule.secrets],
      ['Profile', listed(capsule.profiles)],
    ]),
    ...under(3, 'Non-negotiables', bullets(capsule.nonNegotiables)),
  ],
};
