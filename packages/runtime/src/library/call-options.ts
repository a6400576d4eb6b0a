import type { Deadline } from '@asbuilt/core/mechanisms';

/** Makes a call. A function that takes the signal is told when the time is up or the caller left. */
export type Calling<T> = (signal: AbortSignal) => T | PromiseLike<T>;

export interface CallOptions {
  /** Making the call twice has the effect of making it once (RFC 9110, section 9.2.2): only then it may be tried again. */
  readonly repeatable?: boolean;
  /** Ends the call when its caller leaves; that tells nothing about the callee. */
  readonly signal?: AbortSignal;
  /** When the caller itself is given up, on the clock of `performance.now()`, see `deadlineOf`: this call does not outlive it. */
  readonly deadline?: Deadline;
  /** Whether a failure tells that the callee is in trouble; that of a request that was wrong does not. */
  readonly isTrouble?: (error: unknown) => boolean;
}
