import type { Stated } from './stated.ts';
import type { Milliseconds } from './units.ts';

/** How bad a failure is. */
export type Impact = 'critical' | 'high' | 'medium' | 'low';

/** The mitigations that have a mechanism. */
export type Mitigation =
  | 'fallback'
  | 'retry'
  | 'client-retry'
  | 'circuit-breaker'
  | 'cached-tokens'
  | 'graceful-degradation'
  | 'direct-origin'
  | 'stale-cache'
  | 'static-answer'
  | 'next-instance'
  | 'restart'
  | 'queue'
  | 'rate-limit'
  | 'load-shedding';

/** One row of the failure table. */
export interface Failure<H = never> {
  readonly scenario: Stated<string | H>;
  /** What fails, as the scenario names it: `Database` in "Database down". */
  readonly service?: Stated<string>;
  readonly impact?: Stated<Impact | H>;
  readonly mitigations: readonly Stated<Mitigation | H>[];
  /** What else the Mitigation cell names: words that no mechanism stands for. */
  readonly measures: readonly Stated<string | H>[];
  /** How often a failed call is tried again at most, where a retry says so: `retry (3×)`. */
  readonly retries?: Stated<number | H>;
  /** How long known keys check tokens while their issuer does not answer: `cached tokens (15m)`. */
  readonly cachedTokensMs?: Stated<Milliseconds | H>;
  /** How long a caller waits for it before giving up. */
  readonly timeoutMs?: Stated<Milliseconds | H>;
}

/** When the circuit breaker opens and closes (Nygard, Release It!). */
export interface Breaker<H = never> {
  /** Consecutive failures after which it opens, 1 or more. */
  readonly opensAfterFailures?: Stated<number | H>;
  /** How long it stays open before it lets a trial through. */
  readonly halfOpenAfterMs?: Stated<Milliseconds | H>;
  /** Successful trials after which it closes, 1 or more. */
  readonly closesAfterSuccesses?: Stated<number | H>;
}
