import type { Milliseconds, RetryPolicy } from '#model/index';

/** A call that failed, as far as trying it again depends on it. */
export interface FailedCall {
  /** HTTP method, upper case. */
  readonly method: string;
  /** Whether the request had a body: it has been read, and cannot be sent twice. */
  readonly hasBody: boolean;
  /** Whether the client has seen any of the answer. */
  readonly answerBegun: boolean;
  /** Tries after the first one so far. */
  readonly retries: number;
}

/** Whether a failed call may be made once more under a policy. */
export function mayRetry(policy: RetryPolicy, call: FailedCall): boolean {
  return call.retries < policy.retries && isRepeatable(call);
}

/** Whether a call can be made twice without anybody noticing, apart from the callee. */
export function isRepeatable(call: FailedCall): boolean {
  return isIdempotent(call.method) && !call.hasBody && !call.answerBegun;
}

/** Whether making a call twice is meant to have the effect of making it once (RFC 9110, section 9.2.2). */
export function isIdempotent(method: string): boolean {
  switch (method) {
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
    case 'TRACE':
    case 'PUT':
    case 'DELETE':
      return true;
    default:
      return false;
  }
}

/**
 * The pause before retry `retry` (1 is the first): a random share of min(cap, base × 2ⁿ⁻¹), so that the clients of a
 * callee that fell over do not all come back at once ("full jitter",
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 *
 * @param random chance, 0 (included) to 1 (excluded)
 */
export function pauseBeforeRetryMs(policy: RetryPolicy, retry: number, random: number): Milliseconds {
  return random * Math.min(policy.capMs, policy.baseMs * 2 ** (retry - 1));
}
