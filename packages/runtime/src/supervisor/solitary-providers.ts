import { ConfigurationError } from './configuration-error.ts';
import type { ServiceSetup } from './service-setup.ts';

/** A provider keeps its data in one place: two services cannot be the same one. */
export function requireSolitaryProviders(services: readonly ServiceSetup[]): void {
  const seen = new Map<string, string>();
  for (const { name, runs } of services) {
    if (runs.kind !== 'provider') continue;
    const other = seen.get(runs.provider);
    if (other !== undefined) {
      throw new ConfigurationError(
        `both ${other} and ${name} are the provider ${runs.provider}, of which there is one; give one of them a url`,
        runs.place,
      );
    }
    seen.set(runs.provider, name);
  }
}
