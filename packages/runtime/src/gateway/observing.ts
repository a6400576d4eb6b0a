import type { EdgePlan } from '@asbuilt/core/derive';
import { Breaker, isRepeatable, refused, type Ticket } from '@asbuilt/core/mechanisms';
import { type Call, notePolicy, type Observer } from './call.ts';
import type { Verdict } from './circuit.ts';
import type { EdgeOptions } from './open-edge.ts';
import { asFailedCall } from './retry.ts';

/** What an edge does that only watches: it passes on what comes, and asks of callers from outside what it would ask anyway. */
export function withoutPolicies({ name, from, to, protocol, wire, entry, guard, observed }: EdgePlan): EdgePlan {
  return {
    name,
    from,
    to,
    protocol,
    entry,
    ...(wire && { wire }),
    ...(guard && { guard }),
    ...(observed && { observed }),
  };
}

/** The same of what the edge shares with others: its calls take none of the callee's places, and nothing stands in for it. */
export function withoutPlaces(options: EdgeOptions): EdgeOptions {
  const copy: { -readonly [K in keyof EdgeOptions]: EdgeOptions[K] } = { ...options };
  delete copy.bulkhead;
  delete copy.connections;
  delete copy.staticAnswer;
  return copy;
}

/** What the policies of an edge would do to its calls, if they did anything. */
export class Observing implements Observer {
  readonly #plan: EdgePlan;
  readonly #breaker: Breaker | undefined;

  constructor(plan: EdgePlan) {
    this.#plan = plan;
    this.#breaker = plan.breaker && new Breaker(plan.breaker);
  }

  /** A call begins. */
  begin(call: Call): void {
    const { concurrency } = this.#plan;
    if (concurrency !== undefined && call.edge.meter.inFlight > concurrency) notePolicy(call, 'would=shed');
    if (this.#breaker === undefined) return;
    call.foreseen = this.#breaker.admit(call.startedAt);
    if (call.foreseen === refused) notePolicy(call, 'would=breaker-open');
  }

  /** A call is over. */
  end(call: Call, verdict: Verdict): void {
    const { timeoutMs, retry } = this.#plan;
    const isLate = timeoutMs !== undefined && (call.beganAt ?? call.endedAt) - call.startedAt > timeoutMs;
    if (isLate) notePolicy(call, 'would=timeout');
    else if (verdict === 'bad' && retry !== undefined && isRepeatable({ ...asFailedCall(call), answerBegun: false }))
      notePolicy(call, 'would=retry');
    this.#judge(call.foreseen, isLate ? 'bad' : verdict, call.endedAt);
  }

  #judge(ticket: Ticket, verdict: Verdict, now: number): void {
    if (this.#breaker === undefined || ticket === refused) return;
    if (verdict === 'good') this.#breaker.succeed(ticket);
    else if (verdict === 'bad') this.#breaker.fail(ticket, now);
    else this.#breaker.abandon(ticket);
  }
}

/** The step that looks ahead on an edge that only watches. */
export function observeBegin(call: Call): 'next' {
  call.edge.observing?.begin(call);
  return 'next';
}

/** The end step that looks back. */
export function observeEnd(call: Call, verdict: Verdict): void {
  call.edge.observing?.end(call, verdict);
}
