import { nearest } from '@asbuilt/core/text';
import { ConfigurationError, type Place } from '#supervisor/configuration-error';
import { postgres } from './database/postgres.ts';
import type { Provider } from './provider.ts';

/** Every provider that a profile may name. */
export const providers: readonly Provider[] = [postgres];

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
