import type { StandIn } from '@asbuilt/core/derive';
import type { ActiveFault, InstanceFault } from '#faults/fault';
import type { EdgeStatus } from '#gateway/edge-status';

/** How a running system is doing, as `GET /status` answers it. */
export interface SystemStatus {
  /** Path of the overview, as the user wrote it. */
  readonly overview: string;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly services: readonly ServiceStatus[];
  readonly edges: readonly EdgeStatus[];
  /** What is broken on purpose now; absent where nothing is. */
  readonly faults?: readonly ShownFault[];
}

/** A fault as the control server shows it. */
export type ShownFault = ActiveFault | InstanceFault;

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

/**
 * As the state of a service, and besides:
 * - `unready`: it lives and does not answer its health check, so that it gets no calls;
 * - `draining`: it gets no more calls, and those that it has may end.
 */
export type InstanceState = 'starting' | 'healthy' | 'unready' | 'restarting' | 'draining' | 'stopped' | 'failed';

/** One running instance of a service. */
export interface InstanceStatus {
  /** 1 or more; an instance that is started again keeps it. */
  readonly number: number;
  readonly state: InstanceState;
  /** Its processes stand still by a fault, so that it answers nobody; absent where they do not. */
  readonly standsStill?: true;
  readonly pid?: number;
  readonly address?: string;
  readonly restarts: number;
  /** Since when it is in this state, ISO 8601. */
  readonly since: string;
  /** Calls that it works on now. */
  readonly inFlight: number;
  /** Processor time that its processes take, 1 for one core, and what they keep in memory; where that is watched. */
  readonly cpuCores?: number;
  readonly memoryBytes?: number;
}

export interface ServiceStatus {
  readonly name: string;
  readonly state: ServiceState;
  /** What answers in its place, where the profile binds nothing to it. */
  readonly standIn?: StandIn['kind'];
  readonly pid?: number;
  /** Where it listens; never with a password. */
  readonly address?: string;
  /** How often it was started again since the system came up; of all its instances. */
  readonly restarts: number;
  /** Since when it is in this state, ISO 8601. */
  readonly since: string;
  /** Of a service that runs here, which is as well as the best of them. */
  readonly instances?: readonly InstanceStatus[];
}
