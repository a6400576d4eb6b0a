import { once } from 'node:events';
import { restartService } from './restart-service.ts';
import type { RunningSystem } from './running-system.ts';
import type { System } from './system.ts';
import type { Teardown } from './teardown.ts';

/** Hands a system over that is up, to be stopped by hand or by the signal. */
export function handOver(system: System, cleanup: Teardown): RunningSystem {
  const { setup, controlUrl, options, household } = system;
  const scheme = setup.entry.guard?.tls === undefined ? setup.entry.protocol : 'https';
  const entryUrl = `${scheme}://127.0.0.1:${setup.httpPort}`;
  household.claim.write((record) => ({ ...record, entryUrl }));
  const ending = new AbortController();
  const done = once(ending.signal, 'abort').then(() => cleanup.run());
  options.signal?.addEventListener('abort', () => ending.abort(), { once: true });
  const stop = (): Promise<void> => {
    ending.abort();
    return done;
  };
  return {
    entryUrl,
    controlUrl,
    status: () => system.status(),
    restart: (service) => restartService(system, service),
    stop,
    done,
  };
}
