import type { Milliseconds } from '@asbuilt/core/model';
import type { Verdict } from './circuit.ts';
import { type Refusal, refusalStatus } from './refusal.ts';

/** Why a call cannot be answered by the callee. */
export type Failure =
  | { readonly kind: 'breaker-open'; readonly retryAfterMs: Milliseconds }
  /** The request was not let in. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The callee has as many calls as it is laid out for. */
  | { readonly kind: 'full'; readonly retryAfterMs: Milliseconds }
  /** The service does not run (yet, or right now). */
  | { readonly kind: 'not-up' }
  | { readonly kind: 'unreachable'; readonly code: string }
  /** The connection broke, or what came was no HTTP. */
  | { readonly kind: 'broken'; readonly code: string }
  | { readonly kind: 'timeout'; readonly timeoutMs: Milliseconds }
  /** The caller has no time left, though the edge's own timeout would allow more: no reason to blame the callee. */
  | { readonly kind: 'caller-gave-up'; readonly timeoutMs: Milliseconds }
  /** A fault that was injected: refused, or answered with a status. */
  | { readonly kind: 'fault'; readonly status: number; readonly act: string }
  /** Another call's answer would have been this one's too, but the callee failed that call. */
  | { readonly kind: 'shared'; readonly status: number }
  /** The client takes nothing but what is kept, and nothing is. */
  | { readonly kind: 'not-cached' }
  /** The client took too long to send its request or to read its answer. */
  | { readonly kind: 'client-slow'; readonly timeoutMs: Milliseconds }
  /** The request cannot be passed on. */
  | { readonly kind: 'bad-request'; readonly reason: string };

/** What a failure tells about the callee. */
export function verdictOn(failure: Failure): Verdict {
  return failure.kind === 'fault' ? verdictOnFault(failure.status) : verdicts[failure.kind];
}

function verdictOnFault(status: number): Verdict {
  return status >= 500 ? 'bad' : 'good';
}

const verdicts: Readonly<Record<Exclude<Failure['kind'], 'fault'>, Verdict>> = {
  'client-slow': 'neither',
  'caller-gave-up': 'neither',
  refused: 'neither',
  'bad-request': 'neither',
  'not-cached': 'neither',
  shared: 'bad',
  'breaker-open': 'bad',
  full: 'bad',
  'not-up': 'bad',
  unreachable: 'bad',
  broken: 'bad',
  timeout: 'bad',
};

/** The HTTP status that tells a client of the failure. */
export function statusOf(failure: Failure): number {
  switch (failure.kind) {
    case 'bad-request':
      return 400;
    case 'client-slow':
      return 408;
    case 'refused':
      return refusalStatus(failure.refusal);
    case 'unreachable':
    case 'broken':
      return 502;
    case 'breaker-open':
    case 'full':
    case 'not-up':
      return 503;
    case 'timeout':
    case 'caller-gave-up':
    case 'not-cached':
      return 504;
    case 'shared':
    case 'fault':
      return failure.status;
  }
}

/** Whether another try may succeed where this one failed. A timeout is the call's, not the try's: no time is left then. */
export function isPassingFailure(failure: Failure): boolean {
  switch (failure.kind) {
    case 'not-up':
    case 'unreachable':
    case 'broken':
      return true;
    case 'fault':
      return isPassing(failure.status);
    case 'breaker-open':
    case 'full':
    case 'shared':
    case 'not-cached':
    case 'timeout':
    case 'caller-gave-up':
    case 'client-slow':
    case 'refused':
    case 'bad-request':
      return false;
  }
}

/** Whether a status is one that a retry may cure: the callee's own gateway, overload or timeout. */
export function isPassing(status: number): boolean {
  return status >= 502 && status <= 504;
}
