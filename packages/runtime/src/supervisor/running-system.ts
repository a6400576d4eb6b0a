import type { ServiceStatus, SystemStatus } from './status.ts';

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
