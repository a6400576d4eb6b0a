import { Breaker, type BreakerState, refused, type Ticket } from '@asbuilt/core/mechanisms';
import type { BreakerPolicy, Milliseconds } from '@asbuilt/core/model';
import type { Logger } from '#telemetry/logger';

/** What a call that is over tells about the callee; `neither` where it tells nothing, e.g. since the client left. */
export type Verdict = 'good' | 'bad' | 'neither';

/** How a change of a circuit breaker is told. */
export interface CircuitWords {
  readonly opened: string;
  readonly trial: string;
  readonly closed: string;
}

const usualWords: CircuitWords = {
  opened: 'The circuit breaker opened: calls are refused.',
  trial: 'The circuit breaker lets a trial through.',
  closed: 'The circuit breaker closed: calls flow again.',
};

/** The circuit breaker of an edge, which logs each time that it opens or closes. */
export class Circuit {
  readonly #breaker: Breaker;
  readonly #log: Logger;
  readonly #words: CircuitWords;

  constructor(policy: BreakerPolicy, log: Logger, words: CircuitWords = usualWords) {
    this.#breaker = new Breaker(policy);
    this.#log = log;
    this.#words = words;
  }

  /** A ticket for one call, or `refused`. */
  admit(now: Milliseconds): Ticket {
    const before = this.#breaker.kind;
    const ticket = this.#breaker.admit(now);
    if (this.#breaker.kind !== before) this.#log.info({ breaker: 'half-open' }, this.#words.trial);
    return ticket;
  }

  /** Whether a ticket would be given now; asking changes nothing. */
  wouldAdmit(now: Milliseconds): boolean {
    return this.#breaker.wouldAdmit(now);
  }

  /** Takes a ticket back. Does nothing for `refused`. */
  settle(ticket: Ticket, verdict: Verdict, now: Milliseconds): void {
    if (ticket === refused) return;
    const before = this.#breaker.kind;
    this.#handBack(ticket, verdict, now);
    if (this.#breaker.kind !== before) this.#logChange(now);
  }

  /** How long calls are refused from now on. */
  refusesForMs(now: Milliseconds): Milliseconds {
    return this.#breaker.refusesForMs(now);
  }

  state(now: Milliseconds): BreakerState['kind'] {
    return this.#breaker.state(now).kind;
  }

  #handBack(ticket: Ticket, verdict: Verdict, now: Milliseconds): void {
    switch (verdict) {
      case 'good':
        return this.#breaker.succeed(ticket);
      case 'bad':
        return this.#breaker.fail(ticket, now);
      case 'neither':
        return this.#breaker.abandon(ticket);
    }
  }

  #logChange(now: Milliseconds): void {
    if (this.#breaker.kind === 'open') {
      const retryAfterMs = this.refusesForMs(now);
      this.#log.warn({ breaker: 'open', retryAfterMs }, this.#words.opened);
    } else {
      this.#log.info({ breaker: 'closed' }, this.#words.closed);
    }
  }
}
