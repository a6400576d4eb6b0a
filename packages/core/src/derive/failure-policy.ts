import type { BreakerPolicy, Failure, Milliseconds, Model, OutlierPolicy, RetryPolicy } from '#model/index';
import { known } from '#model/index';
import { failuresByName } from './by-name.ts';
import { type InstancesPlan, mayBeSeveral } from './instances-plan.ts';
import { timeoutsByName } from './timeout-path.ts';

/** What callers do about a callee that fails or is late. */
export interface FailurePolicy {
  /** How long a call may take. */
  readonly timeoutMs?: Milliseconds;
  readonly breaker?: BreakerPolicy;
  readonly retry?: RetryPolicy;
  /** When an instance is left out that fails while others do not; where the callee may have several here. */
  readonly outlier?: OutlierPolicy;
  /** A call that an instance failed is made to another one at once, if that is safe; over TCP, connecting is. */
  readonly nextInstance?: true;
}

/** One more try with full jitter where the document says "retry" and no number (AWS Builders' Library, "Timeouts, retries and backoff with jitter"). */
const statedRetry: RetryPolicy = { retries: 1, baseMs: 100, capMs: 1_000 };

/** What section 8 says of a service. */
export function failurePolicy(service: string, model: Model, instances: InstancesPlan | undefined): FailurePolicy {
  const failure = failuresByName(model).get(service)?.[0];
  const timeoutMs = timeoutsByName(model).get(service)?.value;
  const breaker = breakerOf(model);
  const retry = retryOf(failure);
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(breaker && { breaker }),
    ...(retry && { retry }),
    ...(instances && mayBeSeveral(instances) && { outlier: outlierOf(breaker) }),
    ...(asksFor(failure, 'next-instance') && { nextInstance: true as const }),
  };
}

/** The stated breaker's numbers, else those that Envoy begins with; never more than half of the instances. */
function outlierOf(breaker: BreakerPolicy | undefined): OutlierPolicy {
  return {
    afterFailures: breaker?.opensAfterFailures ?? 5,
    ejectMs: Math.max(1, breaker?.halfOpenAfterMs ?? 30_000),
    maxShare: 0.5,
  };
}

function asksFor(failure: Failure | undefined, mitigation: 'retry' | 'next-instance'): boolean {
  return failure?.mitigations.some(({ value }) => value === mitigation) === true;
}

function retryOf(failure: Failure | undefined): RetryPolicy | undefined {
  if (!asksFor(failure, 'retry')) return undefined;
  return { ...statedRetry, retries: failure?.retries?.value ?? statedRetry.retries };
}

/** The breaker, when the document says after how many failures and for how long it opens; one success closes it unless stated. */
function breakerOf({ overview }: Model): BreakerPolicy | undefined {
  const opensAfterFailures = known(overview.breaker?.opensAfterFailures);
  const halfOpenAfterMs = known(overview.breaker?.halfOpenAfterMs);
  if (opensAfterFailures === undefined || halfOpenAfterMs === undefined) return undefined;
  return {
    opensAfterFailures,
    halfOpenAfterMs,
    closesAfterSuccesses: known(overview.breaker?.closesAfterSuccesses) ?? 1,
  };
}
