import type { BreakerPolicy, Milliseconds } from '#model/index';

/** Leave for one call: hand it back with how the call ended. */
export type Ticket = number;

/** What `admit` answers instead of a ticket when the call must not be made. */
export const refused = 0;

/** Where a breaker stands: calls flow, calls are refused, or single trials find out whether they may flow again. */
export type BreakerState =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly until: Milliseconds }
  | { readonly kind: 'half-open'; readonly successes: number; readonly trialInFlight: boolean };

/** The same, as the breaker keeps it: made anew when the kind changes, so that a call allocates nothing. */
type Kept =
  | { readonly kind: 'closed'; failures: number }
  | { readonly kind: 'open'; readonly until: Milliseconds }
  | { readonly kind: 'half-open'; successes: number; trialInFlight: boolean };

/**
 * A circuit breaker (Nygard, *Release It!*): gives up on a callee that fails again and again, and tries it anew later.
 *
 * Every change of state begins a new epoch, and so does every trial. A ticket is the epoch that it was given in;
 * what comes back with an older one is ignored. Without this, a call that began before the breaker opened could close
 * it by succeeding late.
 *
 * Time comes as an argument, in milliseconds from any fixed point, and must not run backwards.
 */
export class Breaker {
  readonly #policy: BreakerPolicy;
  #state: Kept = { kind: 'closed', failures: 0 };
  #epoch: Ticket = 1;

  /** Throws a `RangeError` for a policy that could never open or close. */
  constructor(policy: BreakerPolicy) {
    requirePolicy(policy);
    this.#policy = policy;
  }

  /** Asks for leave to call. Answers a ticket, which must come back exactly once, or `refused`. */
  admit(now: Milliseconds): Ticket {
    const state = this.#state;
    if (state.kind === 'closed') return this.#epoch;
    if (state.kind === 'open') {
      return now < state.until ? refused : this.#change({ kind: 'half-open', successes: 0, trialInFlight: true });
    }
    if (state.trialInFlight) return refused;
    state.trialInFlight = true;
    this.#epoch += 1;
    return this.#epoch;
  }

  /** Whether `admit` would give leave; asking changes nothing. */
  wouldAdmit(now: Milliseconds): boolean {
    const state = this.#state;
    switch (state.kind) {
      case 'closed':
        return true;
      case 'open':
        return now >= state.until;
      case 'half-open':
        return !state.trialInFlight;
    }
  }

  /** The call succeeded. */
  succeed(ticket: Ticket): void {
    const state = this.#state;
    if (ticket !== this.#epoch || state.kind === 'open') return;
    if (state.kind === 'closed') {
      state.failures = 0;
      return;
    }
    if (!state.trialInFlight) return;
    state.trialInFlight = false;
    state.successes += 1;
    if (state.successes >= this.#policy.closesAfterSuccesses) this.#change({ kind: 'closed', failures: 0 });
  }

  /** The call failed. */
  fail(ticket: Ticket, now: Milliseconds): void {
    const state = this.#state;
    if (ticket !== this.#epoch || state.kind === 'open') return;
    if (state.kind === 'closed') {
      state.failures += 1;
      if (state.failures < this.#policy.opensAfterFailures) return;
    } else if (!state.trialInFlight) return;
    this.#change({ kind: 'open', until: now + this.#policy.halfOpenAfterMs });
  }

  /** The call ended without telling anything about the callee, e.g. since the client left. A trial may be made anew. */
  abandon(ticket: Ticket): void {
    if (ticket === this.#epoch && this.#state.kind === 'half-open') this.#state.trialInFlight = false;
  }

  /** Where it stands. It is half-open from the moment on in which it would let a trial through. */
  state(now: Milliseconds): BreakerState {
    const state = this.#state;
    if (state.kind === 'open' && now >= state.until) return { kind: 'half-open', successes: 0, trialInFlight: false };
    return { ...state };
  }

  /** Its state as of the last call that was admitted or came back: costs nothing to ask, and tells when it changed. */
  get kind(): BreakerState['kind'] {
    return this.#state.kind;
  }

  /** How long it refuses every call from now on, 0 unless it is open. */
  refusesForMs(now: Milliseconds): Milliseconds {
    return this.#state.kind === 'open' ? Math.max(0, this.#state.until - now) : 0;
  }

  #change(state: Kept): Ticket {
    this.#state = state;
    this.#epoch += 1;
    return this.#epoch;
  }
}

function requirePolicy({ opensAfterFailures, halfOpenAfterMs, closesAfterSuccesses }: BreakerPolicy): void {
  requireAtLeast('opensAfterFailures', opensAfterFailures, 1);
  requireAtLeast('halfOpenAfterMs', halfOpenAfterMs, 0);
  requireAtLeast('closesAfterSuccesses', closesAfterSuccesses, 1);
}

function requireAtLeast(name: string, value: number, least: number): void {
  if (!(value >= least)) throw new RangeError(`A circuit breaker's ${name} must be ${least} or more, not ${value}.`);
}
