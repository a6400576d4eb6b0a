import type { Milliseconds, Ratio } from '#model/index';

/** Retries that each call pays for: a callee that fails altogether gets a fifth more calls, not several times as many. */
const share: Ratio = 0.2;
/** Retries a second that need no calls to pay for them, so that a quiet edge may retry too. */
const freePerSecond = 10;
/** What may be saved up: ten seconds of what is free. */
const most = 10 * freePerSecond;

/**
 * What an edge may spend on trying again (Finagle's `RetryBudget`, https://twitter.github.io/finagle/guide/Clients.html#retries,
 * with its usual shares): a policy limits the retries of one call, this limits those of all of them, since a callee
 * that is overloaded does not recover while every caller comes twice.
 *
 * Time comes as an argument, in milliseconds from any fixed point, and must not run backwards.
 */
export class RetryBudget {
  #balance = most;
  #calls = 0;
  #at: Milliseconds = Number.NEGATIVE_INFINITY;

  /**
   * Pays for one retry, if there is enough left.
   *
   * @param calls how many calls there were since the budget was opened, retries not counted
   */
  spend(calls: number, now: Milliseconds): boolean {
    const earned = (calls - this.#calls) * share + ((now - this.#at) / 1000) * freePerSecond;
    this.#balance = Math.min(most, this.#balance + earned);
    this.#calls = calls;
    this.#at = now;
    if (this.#balance < 1) return false;
    this.#balance -= 1;
    return true;
  }
}
