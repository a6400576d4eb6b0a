import type { ServiceStatus } from './status.ts';

/** A service that is looked after. */
export interface Supervised {
  readonly name: string;
  status(): ServiceStatus;
  /** Starts it and settles when it is ready. From then on it is started again whenever it dies. */
  start(): Promise<void>;
  /** Puts new instances in the place of the old ones, of which each may end its calls first; absent where it is not ours to restart. */
  restart?(): Promise<void>;
  /** Ends it for good, whatever it is doing. */
  stop(): Promise<void>;
}

/** A service that needs no looking after: it runs elsewhere, or nowhere. */
export function unsupervised(status: ServiceStatus): Supervised {
  return { name: status.name, status: () => status, start: async () => {}, stop: async () => {} };
}
