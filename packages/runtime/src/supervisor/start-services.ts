import { messageOf } from './message-of.ts';
import type { Supervised } from './supervised.ts';
import type { System } from './system.ts';

/** A service did not come up, and with it the system. */
export class ServiceStartError extends Error {
  override readonly name = 'ServiceStartError';
  readonly service: string;

  constructor(service: string, cause: unknown) {
    super(`${service} could not be started: ${messageOf(cause)}`, { cause });
    this.service = service;
  }
}

/**
 * Starts each service as soon as those that it calls are up, and settles when all are.
 *
 * @throws {ServiceStartError} at the first that does not come up, and the signal's reason; others may be starting still
 */
export async function startServices({ services, options }: System): Promise<void> {
  const started = new Map<string, Promise<void>>();
  for (const service of services.values()) {
    const callees = options.plan.edges.filter((edge) => edge.from === service.name);
    // A callee that is not in the map yet is part of a circle: nobody can wait for it.
    const before = callees.flatMap(({ to }) => started.get(to) ?? []);
    started.set(service.name, startAfter(before, service));
  }
  await Promise.race([Promise.all(started.values()), rejectsOnAbort(options.signal)]);
}

async function startAfter(callees: readonly Promise<void>[], service: Supervised): Promise<void> {
  await Promise.all(callees);
  await service.start().catch((error: unknown) => {
    throw new ServiceStartError(service.name, error);
  });
}

function rejectsOnAbort(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted === true) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
