import type { EdgePlan } from '@asbuilt/core/derive';
import { type Bulkhead, isRepeatable, refused } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import { type Call, notePolicy, type Observer } from './call.ts';
import { asFailedCall } from './callee/retry.ts';
import type { CircuitWords, Verdict } from './circuit.ts';
import { Circuits } from './circuits.ts';
import { isWaitingForClient } from './deadline.ts';
import { isPassing } from './failure.ts';
import type { Instances } from './instances.ts';
import type { Instruments } from './instruments.ts';
import type { EdgeOptions } from './open-edge.ts';

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

/** How the log tells what breakers would do that do nothing. */
export const observedWords: CircuitWords = {
  opened: 'The circuit breaker would open: calls would be refused.',
  trial: 'The circuit breaker would let a trial through.',
  closed: 'The circuit breaker would close: calls would flow again.',
};

/**
 * What the policies of an edge would do to its calls, if they did anything. Calls go where they go without a breaker, and
 * each instance is judged by a breaker of its own, which hears of those calls alone that it would have let through.
 */
export class Observing implements Observer {
  readonly #plan: EdgePlan;
  readonly #instances: Instances;
  readonly #circuits: Circuits | undefined;
  readonly #bulkhead: Bulkhead | undefined;
  /** Calls that would have one of the callee's places. */
  #placed = 0;
  readonly #timers = new Map<Call, NodeJS.Timeout>();

  /** @param bulkhead the places of the callee, which edges that keep their policies take */
  constructor(
    plan: EdgePlan,
    { instances, log }: Pick<Instruments, 'instances' | 'log'>,
    bulkhead: Bulkhead | undefined,
  ) {
    this.#plan = plan;
    this.#instances = instances;
    this.#bulkhead = bulkhead;
    this.#circuits =
      plan.breaker && new Circuits(plan.breaker, log.child({ observed: true }), instances, observedWords);
  }

  /** A call is about to be made to an instance. */
  begin(call: Call): void {
    const { timeoutMs } = this.#plan;
    // Who would not have been called has nothing to be judged by.
    if (!this.#wouldPlace(call) || !this.#wouldAdmit(call) || timeoutMs === undefined) return;
    this.#timers.set(call, setTimeout(lookWhetherLate, timeoutMs, this, call));
  }

  judge(call: Call, verdict: Verdict, now: Milliseconds): void {
    const ticket = call.foreseen;
    if (ticket === refused || call.instance === undefined) return;
    call.foreseen = refused;
    this.#circuits?.of(call.instance).settle(ticket, verdict, now);
  }

  /** A call takes as long as it may. */
  onTimeout(call: Call): void {
    // What has no end by nature may go on.
    if (call.beganAt !== undefined) return;
    notePolicy(call, late);
    this.judge(call, isWaitingForClient(call) ? 'neither' : 'bad', call.edge.options.now());
  }

  /** A call is over. */
  end(call: Call, verdict: Verdict): void {
    clearTimeout(this.#timers.get(call));
    const mayBeLate = this.#timers.delete(call);
    if (call.hasPlace) {
      call.hasPlace = false;
      this.#placed -= 1;
    }
    if (call.policies.includes(late)) return;
    if (mayBeLate && this.#isLate(call)) this.onTimeout(call);
    else if (verdict === 'bad' && isPassing(call.status)) this.#foreseeAnother(call);
  }

  #isLate({ startedAt, endedAt }: Call): boolean {
    return this.#plan.timeoutMs !== undefined && endedAt - startedAt > this.#plan.timeoutMs;
  }

  #wouldPlace(call: Call): boolean {
    if (this.#bulkhead === undefined) return true;
    const { places, taken } = this.#bulkhead;
    if (taken + this.#placed >= places) {
      notePolicy(call, 'would=shed');
      return false;
    }
    this.#placed += 1;
    call.hasPlace = true;
    return true;
  }

  /** Where one instance would be refused and another would not, the call would have gone to that one. */
  #wouldAdmit(call: Call): boolean {
    const { edge, instance } = call;
    const now = edge.options.now();
    if (this.#circuits === undefined || instance === undefined) return true;
    call.foreseen = this.#circuits.of(instance).admit(now);
    if (call.foreseen !== refused) return true;
    notePolicy(call, this.#hasOther(call, now) ? 'would=other-instance' : 'would=breaker-open');
    return false;
  }

  /** What would be done about a failure that may pass. */
  #foreseeAnother(call: Call): void {
    const { nextInstance, retry } = this.#plan;
    if (call.policies.includes('would=breaker-open') || call.policies.includes('would=shed')) return;
    if (!isRepeatable({ ...asFailedCall(call), answerBegun: false })) return;
    if (nextInstance && call.instance !== undefined && this.#hasOther(call, call.endedAt))
      notePolicy(call, 'would=next-instance');
    else if (retry !== undefined) notePolicy(call, 'would=retry');
  }

  #hasOther({ instance }: Call, now: Milliseconds): boolean {
    return this.#instances.list.some(
      (other) => other !== instance && this.#circuits?.of(other).wouldAdmit(now) !== false,
    );
  }
}

const late = 'would=timeout';

function lookWhetherLate(observing: Observing, call: Call): void {
  observing.onTimeout(call);
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
