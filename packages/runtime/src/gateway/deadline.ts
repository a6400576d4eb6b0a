import { deadlineAfter, deadlineWithin, noDeadline, remainingMs } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Call } from './call.ts';
import { fail } from './fail.ts';

/**
 * The step that gives a call as long as the edge's timeout allows, from the first byte in to the last one out, and never
 * longer than its caller has left. What a caller from outside says about that is not believed.
 */
export function startDeadline(call: Call): 'next' | 'held' {
  const { plan } = call.edge;
  const leftMs = plan.entry ? undefined : readLeftMs(call.headers.own.get('asbuilt-deadline-ms') ?? '');
  if (leftMs === undefined && plan.timeoutMs === undefined) return 'next';
  const callers = deadlineAfter(leftMs, call.startedAt);
  call.deadline = deadlineWithin(callers, plan.timeoutMs, call.startedAt);
  call.isCallersDeadline = callers < deadlineAfter(plan.timeoutMs, call.startedAt);
  const timeMs = remainingMs(call.deadline, call.startedAt);
  if (timeMs > 0) {
    call.deadlineTimer = call.edge.deadlines.arm(call, call.deadline, call.startedAt);
    return 'next';
  }
  giveUp(call);
  return 'held';
}

/** Whole milliseconds, up to eleven days: what else stands there says nothing. */
function readLeftMs(said: string): Milliseconds | undefined {
  return /^\d{1,9}$/.test(said) ? Number(said) : undefined;
}

/** Gives a call a deadline that has none, since its client, who would have set an end to it, is gone. */
export function boundDeadline(call: Call): void {
  if (call.deadline !== noDeadline || call.deadlineTimer !== 0) return;
  const now = call.edge.options.now();
  call.deadline = deadlineAfter(withoutClientMs, now);
  call.deadlineTimer = call.edge.deadlines.arm(call, call.deadline, now);
}

/** How long a call may go on without a client where no timeout is stated. */
const withoutClientMs: Milliseconds = 30_000;

/** Lifts the deadline of a call whose answer has no end by nature: an event stream, another protocol. */
export function liftDeadline(call: Call): void {
  call.edge.deadlines.disarm(call.deadlineTimer);
}

/** Ends the timers of a call that is over. */
export function stopTimers(call: Call): void {
  call.edge.deadlines.disarm(call.deadlineTimer);
  if (call.pauseTimer !== undefined) clearTimeout(call.pauseTimer);
}

/** Ends a call whose time is up. */
export function giveUp(call: Call): void {
  const timeoutMs = Math.round(call.deadline - call.startedAt);
  fail(call, { kind: reasonToGiveUp(call), timeoutMs });
}

function reasonToGiveUp(call: Call): 'client-slow' | 'caller-gave-up' | 'timeout' {
  if (isWaitingForClient(call)) return 'client-slow';
  return call.isCallersDeadline ? 'caller-gave-up' : 'timeout';
}

/** Whether the callee would go on at once if only the client did: no reason to blame the callee. */
export function isWaitingForClient({ body, left, phase, request, response }: Call): boolean {
  const readsSlowly = phase === 'answering' && !left && response.needsDrain;
  const sendsSlowly = body !== undefined && !request.isComplete && !body.writableNeedDrain;
  return readsSlowly || sendsSlowly;
}
