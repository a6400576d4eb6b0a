import type { DataProtection } from '#model/index';
import { facts, under } from '../print/markdown.ts';
import { duration, memory } from '../print/units.ts';
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
        ['Rate limit', rateText(model.dataProtection)],
        [
          'Largest body of a request',
          model.dataProtection.bodyLimitBytes && memory(model.dataProtection.bodyLimitBytes.value),
        ],
        ['Other origins that may read answers', listed(model.dataProtection.corsOrigins ?? [])],
      ]),
    ),
  ],
};

function rateText({ rateLimit }: DataProtection): string | undefined {
  if (rateLimit === undefined) return undefined;
  const { requests, periodMs, counted } = rateLimit;
  const counts = counted === undefined ? '' : ` ${counted.value.replace('-', ' ')}`;
  return `${requests.value} requests in ${duration(periodMs.value)}${counts}`;
}
