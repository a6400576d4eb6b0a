import type { EdgePlan } from '@asbuilt/core/derive';
import type { Breaker } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import { Deadlines } from '#values/deadlines';

/** The policies of an edge of the overview: what `plan` says of it. */
export type CallPolicies = Pick<EdgePlan, 'name' | 'timeoutMs' | 'breaker' | 'retry' | 'concurrency'>;

/** Where an edge gets time and chance from. */
export interface CallEnvironment {
  readonly now: () => Milliseconds;
  /** 0 (included) to 1 (excluded). */
  readonly random: () => number;
  readonly deadlines: Deadlines<Expiring>;
}

/** What is given up when its time is up. */
export interface Expiring {
  giveUp(): void;
}

/** Watches the deadlines of all calls of a program. */
export function watchDeadlines(now: () => Milliseconds): Deadlines<Expiring> {
  return new Deadlines(now, (call) => call.giveUp());
}

/** The edge, as a call on it sees it. */
export interface CallHost {
  readonly policies: CallPolicies;
  readonly environment: CallEnvironment;
  readonly breaker: Breaker | undefined;
  /** Takes a place for a call, and counts it; `false` if there is none. */
  enter(): boolean;
  leave(tookMs: Milliseconds): void;
  countFailure(): void;
  /** Whether one more retry is paid for; it is counted then. */
  payRetry(now: Milliseconds): boolean;
}
