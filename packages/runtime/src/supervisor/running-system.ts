import { once } from 'node:events';
import { restartService } from './restart-service.ts';
import type { ServiceStatus, SystemStatus } from './status.ts';
import type { System } from './system.ts';
import type { Teardown } from './teardown.ts';

/** A system that is up. */
export interface RunningSystem {
  /** Where it takes calls from outside: `http://127.0.0.1:8080`, `https://…` where it speaks TLS. */
  readonly entryUrl: string;
  /** Where its control server listens. */
  readonly controlUrl: string;
  status(): SystemStatus;
  /**
   * Puts new instances of a service in the place of the old ones.
   *
   * @throws {RestartError} that says why not
   */
  restart(service: string): Promise<ServiceStatus>;
  /** Stops everything, callers before their callees. Settles when nothing is left running; may be called twice. */
  stop(): Promise<void>;
  /** Settles as `stop()` does, whoever called it. */
  readonly done: Promise<void>;
}

/** Hands a system over that is up, to be stopped by hand or by the signal. */
export function runningSystem(system: System, cleanup: Teardown): RunningSystem {
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
