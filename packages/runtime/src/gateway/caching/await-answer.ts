import type { Ask } from '#http-cache/ask';
import type { Flight, Landing, Waiter } from '#http-cache/flight';
import type { Call, RunningAttempt } from '../call.ts';
import { fail } from '../fail.ts';
import type { Found } from './found.ts';
import { giveStale } from './give-stale.ts';

/** How a call goes on that waited in vain. */
export interface WaysOn {
  /** Looks into the caches again. */
  again(call: Call): void;
  /** Goes to the origin by itself. */
  alone(call: Call): void;
}

/** A call that waits for the answer to another one's request. */
export class AwaitAnswer implements Waiter, RunningAttempt {
  readonly ask: Ask;
  readonly #call: Call;
  readonly #flight: Flight;
  readonly #found: Found;
  readonly #ways: WaysOn;
  readonly #since: number;

  constructor(call: Call, flight: Flight, found: Found, ways: WaysOn) {
    this.ask = found.ask;
    this.#call = call;
    this.#flight = flight;
    this.#found = found;
    this.#ways = ways;
    this.#since = call.edge.options.now();
    flight.waiters.add(this);
  }

  drop(): void {
    this.#flight.waiters.delete(this);
  }

  resume(): void {}

  landed(landing: Landing): void {
    const call = this.#call;
    call.attempt = undefined;
    if (call.phase !== 'waiting') return;
    switch (landing.kind) {
      case 'kept':
      case 'varies':
      case 'lost':
        return this.#ways.again(call);
      case 'pass':
        return this.#ways.alone(call);
      case 'failed':
        return this.#failed(landing);
    }
  }

  #failed({ status, isTimeout }: Extract<Landing, { kind: 'failed' }>): void {
    const call = this.#call;
    // Who came late has not had its time yet.
    const timeoutMs = call.edge.plan.timeoutMs ?? 0;
    if (isTimeout && call.edge.options.now() - this.#since < timeoutMs / 2) return this.#ways.again(call);
    if (!giveStale(call, this.#found)) fail(call, { kind: 'shared', status });
  }
}
