import { nearest } from '@asbuilt/core/text';
import { RestartError } from './restart-error.ts';
import type { ServiceStatus } from './status.ts';
import type { System } from './system.ts';

/**
 * Puts new instances of a service in the place of the old ones, one after the other: a new one is up and well before the
 * old one gets no more calls, ends those that it has, and is stopped. Where there can only be one at a time, it is away in between.
 *
 * @throws {RestartError} that says why not; the service then goes on as it was, as far as it can
 */
export async function restartService({ services, options }: System, name: string): Promise<ServiceStatus> {
  const service = [...services.values()].find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (service === undefined) {
    const names = [...services.keys()];
    const meant = nearest(name, names);
    const remedy = meant === undefined ? `its services are: ${names.join(', ')}` : `did you mean "${meant}"?`;
    throw new RestartError(`${options.file} names no service "${name}"; ${remedy}`);
  }
  if (service.restart === undefined) {
    const why = service.status().state === 'unbound' ? 'the profile does not say where it runs' : 'it runs elsewhere';
    throw new RestartError(`${service.name} cannot be restarted here: ${why}`);
  }
  await service.restart();
  return service.status();
}
