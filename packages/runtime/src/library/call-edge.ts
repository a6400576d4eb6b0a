import { Breaker, type BreakerState, Bulkhead, RetryBudget } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import { Latencies } from '#telemetry/latencies';
import type { CallEnvironment, CallHost, CallPolicies } from './call-host.ts';
import type { Calling, CallOptions } from './call-options.ts';
import { RunningCall } from './running-call.ts';

/** The numbers of an edge. */
export interface CallEdgeStatus {
  readonly calls: number;
  /** Calls that ended badly: refused, given up, or failed as the callee's fault. */
  readonly failures: number;
  readonly inFlight: number;
  readonly retries: number;
  readonly breaker?: BreakerState['kind'];
  /** Of the time that calls took: the median and what 99 % took at most; absent while there were none. */
  readonly p50Ms?: Milliseconds;
  readonly p99Ms?: Milliseconds;
}

/**
 * An edge of the overview inside of a program: `edge.call(fn)` makes a call under the policies that the gateway would put on
 * it, which are timeout, retries with their budget, circuit breaker and bulkhead, for callees that are no servers or where a
 * hop more is one too many.
 */
export class CallEdge implements CallHost {
  readonly policies: CallPolicies;
  readonly environment: CallEnvironment;
  readonly breaker: Breaker | undefined;
  readonly #latencies = new Latencies();
  readonly #bulkhead: Bulkhead | undefined;
  readonly #retryBudget: RetryBudget | undefined;
  #calls = 0;
  #failures = 0;
  #inFlight = 0;
  #retries = 0;

  constructor(policies: CallPolicies, environment: CallEnvironment) {
    this.policies = policies;
    this.environment = environment;
    this.breaker = policies.breaker && new Breaker(policies.breaker);
    this.#bulkhead = policies.concurrency === undefined ? undefined : new Bulkhead(policies.concurrency);
    this.#retryBudget = policies.retry && new RetryBudget();
  }

  /**
   * Makes a call under the edge's policies. Rejects with a `CallError` where a policy refused it or gave it up, with what
   * `calling` rejected with otherwise.
   */
  call<T>(calling: Calling<T>, options: CallOptions = noOptions): Promise<T> {
    return new Promise((resolve, reject) => {
      new RunningCall({ edge: this, calling, options, resolve, reject }).begin();
    });
  }

  status(): CallEdgeStatus {
    const { breaker, environment } = this;
    const [p50Ms, p99Ms] = [this.#latencies.quantile(0.5), this.#latencies.quantile(0.99)];
    return {
      calls: this.#calls,
      failures: this.#failures,
      inFlight: this.#inFlight,
      retries: this.#retries,
      ...(breaker && { breaker: breaker.state(environment.now()).kind }),
      ...(p50Ms !== undefined && { p50Ms }),
      ...(p99Ms !== undefined && { p99Ms }),
    };
  }

  enter(): boolean {
    this.#calls += 1;
    if (this.#bulkhead?.enter() === false) return false;
    this.#inFlight += 1;
    return true;
  }

  leave(tookMs: Milliseconds): void {
    this.#inFlight -= 1;
    this.#bulkhead?.leave();
    this.#latencies.add(tookMs);
  }

  countFailure(): void {
    this.#failures += 1;
  }

  payRetry(now: Milliseconds): boolean {
    if (this.#retryBudget?.spend(this.#calls, now) === false) return false;
    this.#retries += 1;
    return true;
  }
}

const noOptions: CallOptions = {};
