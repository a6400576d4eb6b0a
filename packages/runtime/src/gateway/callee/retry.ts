import { mayRetry, pauseBeforeRetryMs, remainingMs } from '@asbuilt/core/mechanisms';
import { attemptAgain, type Call, notePolicy } from '../call.ts';

/** Arranges another attempt after a pause, if the policy and the time that is left allow one. */
export function tryAgain(call: Call): boolean {
  const { plan, options } = call.edge;
  const { retry } = plan;
  if (retry === undefined || !mayRetry(retry, asFailedCall(call))) return false;
  const pauseMs = pauseBeforeRetryMs(retry, call.retries + 1, options.random());
  if (pauseMs >= remainingMs(call.deadline, options.now())) return false;
  if (!isPaidFor(call)) return false;
  call.retries += 1;
  call.pauseTimer = setTimeout(attemptAgain, pauseMs, call);
  return true;
}

function isPaidFor(call: Call): boolean {
  const { meter, options, retryBudget } = call.edge;
  if (retryBudget?.spend(meter.requests + meter.inFlight, options.now()) !== false) return true;
  notePolicy(call, 'retry-budget=spent');
  return false;
}

/** The call as the retry mechanism sees it. */
export function asFailedCall(call: Call): Parameters<typeof mayRetry>[1] {
  return {
    method: call.method,
    hasBody: call.headers.hasBody,
    answerBegun: call.phase !== 'waiting',
    retries: call.retries,
  };
}
