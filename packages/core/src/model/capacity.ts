import type { Stated } from './stated.ts';
import type { Milliseconds } from './units.ts';

/** How many requests arrive, at the busiest time that is planned for. */
export interface Load<H = never> {
  /** Absent where it is the load of the whole system, as it arrives at its entry. */
  readonly service?: Stated<string | H>;
  readonly requestsPerSecond: Stated<number>;
}

/** What one instance of a service takes, and what the service takes in all. */
export interface Capacity<H = never> {
  readonly service: Stated<string | H>;
  /** Requests a second that one instance answers, at most. */
  readonly requestsPerSecond?: Stated<number>;
  /** Requests that one instance works on at the same time, at most. */
  readonly concurrency?: Stated<number>;
  /** How long it works on a request, on average. */
  readonly requestMs?: Stated<Milliseconds>;
  /** Connections that one instance keeps open, at most. */
  readonly poolConnections?: Stated<number>;
  /** Connections that the service accepts from all others together. */
  readonly maxConnections?: Stated<number>;
}
