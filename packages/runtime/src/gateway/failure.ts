import type { Milliseconds } from '@asbuilt/core/model';
import type { Verdict } from './circuit.ts';
import { type Refusal, refusalAct, refusalStatus } from './refusal.ts';

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

/** What a kind of failure stands for, where it is not for the single failure to say. */
interface Meaning {
  /** What it tells about the callee. */
  readonly verdict: Verdict;
  /** The HTTP status that tells a client of it. */
  readonly status: number;
  /** Whether another try may succeed. A timeout is the call's, not the try's: no time is left then. */
  readonly isPassing: boolean;
}

const meanings: Readonly<Record<Exclude<Failure['kind'], 'refused' | 'fault' | 'shared'>, Meaning>> = {
  'breaker-open': { verdict: 'bad', status: 503, isPassing: false },
  full: { verdict: 'bad', status: 503, isPassing: false },
  'not-up': { verdict: 'bad', status: 503, isPassing: true },
  unreachable: { verdict: 'bad', status: 502, isPassing: true },
  broken: { verdict: 'bad', status: 502, isPassing: true },
  timeout: { verdict: 'bad', status: 504, isPassing: false },
  'caller-gave-up': { verdict: 'neither', status: 504, isPassing: false },
  'not-cached': { verdict: 'neither', status: 504, isPassing: false },
  'client-slow': { verdict: 'neither', status: 408, isPassing: false },
  'bad-request': { verdict: 'neither', status: 400, isPassing: false },
};

function meaningOf(failure: Failure): Meaning {
  if (failure.kind === 'refused')
    return { verdict: 'neither', status: refusalStatus(failure.refusal), isPassing: false };
  if (failure.kind === 'shared') return { verdict: 'bad', status: failure.status, isPassing: false };
  if (failure.kind === 'fault') return meaningOfFault(failure.status);
  return meanings[failure.kind];
}

function meaningOfFault(status: number): Meaning {
  return { verdict: status >= 500 ? 'bad' : 'good', status, isPassing: isPassing(status) };
}

/** What a failure tells about the callee. */
export function verdictOn(failure: Failure): Verdict {
  return meaningOf(failure).verdict;
}

/** The HTTP status that tells a client of the failure. */
export function statusOf(failure: Failure): number {
  return meaningOf(failure).status;
}

/** Whether another try may succeed where this one failed. */
export function isPassingFailure(failure: Failure): boolean {
  return meaningOf(failure).isPassing;
}

/** What a policy did by the failure, as the `Asbuilt-Policy` header says it; undefined where none took part. */
export function actOf(failure: Failure): string | undefined {
  if (failure.kind === 'refused') return refusalAct(failure.refusal);
  if (failure.kind === 'fault') return failure.act;
  if (failure.kind === 'timeout' || failure.kind === 'client-slow') return `timeout=${failure.timeoutMs}`;
  return acts[failure.kind];
}

const acts: Readonly<Partial<Record<Failure['kind'], string>>> = {
  'breaker-open': 'breaker=open',
  full: 'shed=concurrency',
  'caller-gave-up': 'deadline=caller',
};

/** What a failure was, for the log: `unreachable (ECONNREFUSED)`. */
export function shownFailure(failure: Failure): string {
  if (failure.kind === 'refused') return failure.refusal.kind;
  return 'code' in failure ? `${failure.kind} (${failure.code})` : failure.kind;
}

/** Whether a status is one that a retry may cure: the callee's own gateway, overload or timeout. */
export function isPassing(status: number): boolean {
  return status >= 502 && status <= 504;
}
