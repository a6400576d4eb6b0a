import type { Capacity, Load } from './capacity.ts';
import type { Stated } from './stated.ts';
import type { Bytes, Milliseconds } from './units.ts';

/** How the system grows. */
export interface Scaling<H = never> {
  readonly horizontal: readonly HorizontalScaling<H>[];
  readonly vertical: readonly VerticalScaling<H>[];
  readonly triggers: readonly ScalingTrigger<H>[];
  readonly loads: readonly Load<H>[];
  readonly capacities: readonly Capacity<H>[];
}

/** How many instances a service has. */
export interface HorizontalScaling<H = never> {
  readonly service: Stated<string | H>;
  readonly minInstances?: Stated<number | H>;
  readonly maxInstances?: Stated<number | H>;
  /** The platform scales it without a stated bound. */
  readonly unbounded?: Stated<true>;
  /** Reads are served by replicas. */
  readonly readReplicas?: Stated<true>;
}

/** How large an instance is. */
export interface VerticalScaling<H = never> {
  readonly service: Stated<string | H>;
  readonly cpuCores?: Stated<number | H>;
  readonly memoryBytes?: Stated<Bytes | H>;
}

/** A condition that adds an instance: `metric` above a threshold for a time. */
export interface ScalingTrigger<H = never> {
  readonly metric: Stated<'cpu' | 'memory' | 'request-rate' | 'queue-length' | 'latency'>;
  /** A share of the limit for `cpu` and `memory`; requests per second for `request-rate`; jobs; milliseconds. */
  readonly above?: Stated<number | H>;
  readonly forMs?: Stated<Milliseconds | H>;
}
