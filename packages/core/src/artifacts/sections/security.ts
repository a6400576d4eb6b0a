import { facts, under } from '../print/markdown.ts';
import { type Chapter, listed } from './chapter.ts';

/** Who you are, what you may do, how data is protected. */
export const security: Chapter = {
  title: 'Security',
  draws: ['security/**'],
  blocks: ({ overview: { security: model } }) => [
    ...under(
      3,
      'Authentication',
      facts([
        ['Provider', model.authentication.provider],
        ['Sessions', model.authentication.sessions],
        ['Token refresh', model.authentication.tokenRefresh],
      ]),
    ),
    ...under(
      3,
      'Authorization',
      facts([
        ['Model', model.authorization.model && 'role-based'],
        ['Roles, from least to most powerful', listed(model.authorization.roles)],
        ['Permissions', model.authorization.resourceLevel && 'on each resource'],
      ]),
    ),
    ...under(
      3,
      'Data protection',
      facts([
        ['At rest', model.dataProtection.atRest],
        ['In transit', model.dataProtection.inTransit],
        ['Personal data', model.dataProtection.personalData],
        ['At the entry of the API', listed(model.dataProtection.api)?.replaceAll('-', ' ')],
      ]),
    ),
  ],
};
