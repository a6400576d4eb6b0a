import type { Address } from '#gateway/open-edge';
import type { ServiceStatus } from './status.ts';

/** A service that is looked after. */
export interface Supervised {
  readonly name: string;
  status(): ServiceStatus;
  /** Where its edges send calls to; `undefined` while it is not ready. */
  target(): Address | undefined;
  /** Starts it and settles when it is ready. From then on it is started again whenever it dies. */
  start(): Promise<void>;
  /** Ends it for good, whatever it is doing. */
  stop(): Promise<void>;
}

/** A service that needs no looking after: it runs elsewhere, or nowhere. */
export function unsupervised(status: ServiceStatus, target: Address | undefined): Supervised {
  return { name: status.name, status: () => status, target: () => target, start: async () => {}, stop: async () => {} };
}
