import type { EdgeStatus } from '#gateway/open-edge';

/** How a running system is doing, as `GET /status` answers it. */
export interface SystemStatus {
  /** Path of the overview, as the user wrote it. */
  readonly overview: string;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly services: readonly ServiceStatus[];
  readonly edges: readonly EdgeStatus[];
}

/**
 * - `starting`: it was started and is not ready yet;
 * - `healthy`: it is ready;
 * - `restarting`: it died and is started again after a pause;
 * - `stopped`: we stopped it;
 * - `failed`: it could not be started;
 * - `external`: it runs elsewhere, where nobody here looks after it;
 * - `unbound`: the profile does not say where it runs, and its edges answer so.
 */
export type ServiceState = 'starting' | 'healthy' | 'restarting' | 'stopped' | 'failed' | 'external' | 'unbound';

export interface ServiceStatus {
  readonly name: string;
  readonly state: ServiceState;
  readonly pid?: number;
  /** Where it listens; never with a password. */
  readonly address?: string;
  /** How often it was started again since the system came up. */
  readonly restarts: number;
  /** Since when it is in this state, ISO 8601. */
  readonly since: string;
}
