import {
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
  retry,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import CircuitBreaker from 'opossum';
import { CallEdge } from '#library/call-edge';
import { watchDeadlines } from '#library/call-host';

const answer = Promise.resolve(7);
const calling = (): Promise<number> => answer;
const now = (): number => performance.now();

/** Makes one call under policies. */
type Caller = () => PromiseLike<unknown>;

/** Ways to make the same call for a benchmark: timeout 30 s, one retry, breaker 5 / 30 s, 1,000 at a time. */
export const callers: Readonly<Record<string, Caller>> = {
  'no policies': async () => await calling(),
  'edge.call': ours(),
  opossum: opossum(),
  cockatiel: cockatiel(),
};

function ours(): Caller {
  const policies = {
    name: 'API → Auth',
    timeoutMs: 30_000,
    retry: { retries: 1, baseMs: 100, capMs: 1_000 },
    breaker: { opensAfterFailures: 5, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 },
    concurrency: 1_000,
  };
  const edge = new CallEdge(policies, { now, random: Math.random, deadlines: watchDeadlines(now) });
  return () => edge.call(calling);
}

function cockatiel(): Caller {
  const policy = wrap(
    bulkhead(1_000),
    retry(handleAll, { maxAttempts: 1 }),
    circuitBreaker(handleAll, { halfOpenAfter: 30_000, breaker: new ConsecutiveBreaker(5) }),
    timeout(30_000, TimeoutStrategy.Aggressive),
  );
  return () => policy.execute(calling);
}

/** Without retries, which it does not have. */
function opossum(): Caller {
  const breaker = new CircuitBreaker(calling, { timeout: 30_000, capacity: 1_000, resetTimeout: 30_000 });
  return () => breaker.fire();
}
