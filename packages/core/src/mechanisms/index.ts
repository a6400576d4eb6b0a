export { Breaker, type BreakerState, refused, type Ticket } from './breaker.ts';
export { Bulkhead } from './bulkhead.ts';
export { RateLimiter } from './rate-limiter.ts';
export { type FailedCall, isIdempotent, isRepeatable, mayRetry, pauseBeforeRetryMs } from './retry.ts';
export { RetryBudget } from './retry-budget.ts';
export { type Deadline, deadlineAfter, deadlineWithin, isExpired, noDeadline, remainingMs } from './timeout.ts';
