import { nearest } from '@asbuilt/core/text';
import { ConfigurationError, type Place } from '#supervisor/configuration-error';
import { oidc } from './auth/oidc.ts';
import { postgres } from './database/postgres.ts';
import { smtp } from './email/smtp.ts';
import type { Provider } from './provider.ts';
import { redis } from './redis/redis.ts';
import { s3 } from './storage/s3.ts';

/** Every provider that a profile may name. */
export const providers: readonly Provider[] = [postgres, redis, oidc, s3, smtp];

/** @throws {ConfigurationError} naming the known ones when there is none of that name */
export function providerNamed(name: string, place: Place): Provider {
  const provider = providers.find((known) => known.name === name);
  if (provider !== undefined) return provider;
  const names = providers.map((known) => known.name);
  const meant = nearest(name, names);
  const remedy =
    meant === undefined
      ? `the known ones are: ${names.join(', ')}`
      : `did you mean "${meant}"? (known: ${names.join(', ')})`;
  throw new ConfigurationError(`there is no provider "${name}"; ${remedy}`, place);
}
