import { ConfigurationError, type Place } from './configuration-error.ts';
import type { Runs } from './service-setup.ts';
import { ServiceStartError } from './service-start-error.ts';
import type { Supervised } from './supervised.ts';
import type { System } from './system.ts';

/**
 * Starts each service as soon as those that it calls are up, and settles when all are.
 *
 * @throws {ServiceStartError} at the first that does not come up, `ConfigurationError` where it is known what has to be mended,
 *   and the signal's reason; others may be starting still
 */
export async function startServices({ services, setup, options }: System): Promise<void> {
  const places = new Map(setup.services.map(({ name, runs }) => [name, placeOf(runs)]));
  const started = new Map<string, Promise<void>>();
  for (const service of services.values()) {
    const callees = options.plan.edges.filter((edge) => edge.from === service.name);
    // A callee that is not in the map yet is part of a circle: nobody can wait for it.
    const before = callees.flatMap(({ to }) => started.get(to) ?? []);
    started.set(service.name, startAfter(before, service, places.get(service.name)));
  }
  await Promise.race([Promise.all(started.values()), rejectsOnAbort(options.signal)]);
}

async function startAfter(
  callees: readonly Promise<void>[],
  service: Supervised,
  place: Place | undefined,
): Promise<void> {
  await Promise.all(callees);
  await service.start().catch((error: unknown) => {
    throw error instanceof ConfigurationError ? error : new ServiceStartError(service.name, error, place);
  });
}

/** Where the profile says how it is started. */
function placeOf(runs: Runs): Place | undefined {
  if (runs.kind === 'command') return runs.command.place;
  return runs.kind === 'provider' ? runs.place : undefined;
}

function rejectsOnAbort(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted === true) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
