import type { Milliseconds } from '#model/index';

/** A point in time at which a call is given up, on the same clock as `now`; `noDeadline` if it never is. */
export type Deadline = Milliseconds;

export const noDeadline: Deadline = Number.POSITIVE_INFINITY;

/** The deadline of a call that begins now and may take `timeoutMs`; none where no timeout is stated. */
export function deadlineAfter(timeoutMs: Milliseconds | undefined, now: Milliseconds): Deadline {
  return timeoutMs === undefined ? noDeadline : now + timeoutMs;
}

/**
 * The deadline of a call that is made while another one is answered: its own, but never later than its caller's,
 * who no longer listens then. So deadlines only shrink along a path.
 */
export function deadlineWithin(callers: Deadline, timeoutMs: Milliseconds | undefined, now: Milliseconds): Deadline {
  return Math.min(callers, deadlineAfter(timeoutMs, now));
}

/** How long there is still time, 0 or more. */
export function remainingMs(deadline: Deadline, now: Milliseconds): Milliseconds {
  return Math.max(0, deadline - now);
}

/** Whether the time is up: it is at the deadline itself. */
export function isExpired(deadline: Deadline, now: Milliseconds): boolean {
  return now >= deadline;
}
