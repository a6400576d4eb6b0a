import type { BreakerPolicy, Milliseconds, RetryPolicy, ServiceBinding } from '#model/index';

/** What the runtime runs and the simulator forecasts: every edge of the request flow with its policies. */
export interface SystemPlan {
  readonly services: readonly ServicePlan[];
  readonly edges: readonly EdgePlan[];
}

/** A service of the overview and where the profile says that it runs. */
export interface ServicePlan {
  readonly name: string;
  /** Absent when the profile binds nothing to it. */
  readonly binding?: ServiceBinding;
}

/** A directed edge: `from` calls `to`. */
export interface EdgePlan {
  /** `Frontend → API`; unique. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: 'http' | 'tcp';
  /** Whether `from` is outside the system, so that the edge listens on the public port. */
  readonly entry: boolean;
  /** How long a call on this edge may take. */
  readonly timeoutMs?: Milliseconds;
  readonly breaker?: BreakerPolicy;
  readonly retry?: RetryPolicy;
}
