import type { EdgePlan } from '#derive/edge-plan';
import { Breaker, refused, type Ticket } from '#mechanisms/breaker';
import type { Milliseconds } from '#model/index';

/** What was counted on an edge. */
export interface EdgeCount {
  calls: number;
  /** Calls that the breaker refused. */
  refused: number;
  /** Calls that were given up. */
  timedOut: number;
  /** How often the breaker opened. */
  opens: number;
}

/** An edge under simulation: the same breaker that the gateway runs, driven by virtual time. */
export class SimulatedEdge {
  readonly plan: EdgePlan;
  readonly count: EdgeCount = { calls: 0, refused: 0, timedOut: 0, opens: 0 };
  readonly #breaker: Breaker | undefined;

  constructor(plan: EdgePlan) {
    this.plan = plan;
    this.#breaker = plan.breaker && new Breaker(plan.breaker);
  }

  /** Asks for leave to call; undefined when the breaker refuses. */
  admit(now: Milliseconds): Ticket | undefined {
    this.count.calls += 1;
    const ticket = this.#breaker?.admit(now) ?? 1;
    if (ticket !== refused) return ticket;
    this.count.refused += 1;
    return undefined;
  }

  /** Tells how an admitted call ended. */
  settle(ticket: Ticket, succeeded: boolean, now: Milliseconds): void {
    if (this.#breaker === undefined) return;
    const before = this.#breaker.kind;
    if (succeeded) this.#breaker.succeed(ticket);
    else this.#breaker.fail(ticket, now);
    if (before !== 'open' && this.#breaker.kind === 'open') this.count.opens += 1;
  }
}
