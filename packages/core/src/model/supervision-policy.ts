import type { Milliseconds, Ratio } from './units.ts';

/** When an instance that fails is taken out of those that get calls. */
export interface OutlierPolicy {
  /** Calls that it fails in a row, 1 or more. */
  readonly afterFailures: number;
  /** How long it is left out. */
  readonly ejectMs: Milliseconds;
  /** Of all instances, how many may be out at a time at most: above 0 and below 1. */
  readonly maxShare: Ratio;
}

/** How many instances a service has, by the load of one. */
export interface AutoscalePolicy {
  /** 1 or more. */
  readonly minInstances: number;
  readonly maxInstances: number;
  readonly triggers: readonly AutoscaleTrigger[];
}

/** A metric of one instance that calls for another one when it is above its threshold for so long. */
export interface AutoscaleTrigger {
  readonly metric: 'cpu' | 'memory' | 'request-rate';
  /** A share of what an instance has of `cpu` and `memory`; requests a second for `request-rate`. */
  readonly above: number;
  readonly forMs: Milliseconds;
}
