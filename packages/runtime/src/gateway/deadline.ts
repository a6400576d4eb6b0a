import { deadlineAfter } from '@asbuilt/core/mechanisms';
import type { Call } from './call.ts';
import { fail } from './fail.ts';

/** The step that gives a call as long as the edge's timeout allows, from the first byte in to the last one out. */
export function startDeadline(call: Call): 'next' {
  const { timeoutMs } = call.edge.plan;
  if (timeoutMs === undefined) return 'next';
  call.deadline = deadlineAfter(timeoutMs, call.startedAt);
  call.deadlineTimer = setTimeout(giveUp, timeoutMs, call);
  return 'next';
}

/** Lifts the deadline of a call whose answer has no end by nature: an event stream, another protocol. */
export function liftDeadline(call: Call): void {
  clearTimeout(call.deadlineTimer);
}

/** Ends the timers of a call that is over. */
export function stopTimers(call: Call): void {
  clearTimeout(call.deadlineTimer);
  clearTimeout(call.pauseTimer);
}

function giveUp(call: Call): void {
  const timeoutMs = call.edge.plan.timeoutMs ?? 0;
  fail(call, { kind: isWaitingForClient(call) ? 'client-slow' : 'timeout', timeoutMs });
}

/** Whether the callee would go on at once if only the client did: no reason to blame the callee. */
function isWaitingForClient({ body, phase, request, response }: Call): boolean {
  const readsSlowly = phase === 'answering' && response.writableNeedDrain;
  const sendsSlowly = body !== undefined && !request.complete && !body.writableNeedDrain;
  return readsSlowly || sendsSlowly;
}
