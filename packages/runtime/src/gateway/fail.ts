import { type Call, finish } from './call.ts';
import { tryNextInstance } from './callee/next-instance.ts';
import { tryAgain } from './callee/retry.ts';
import { standIn } from './callee/static-answer.ts';
import { avoidInstance } from './choose-instance.ts';
import { type Failure, isPassingFailure, verdictOn } from './failure.ts';
import { answerProblem, noteAct } from './problem.ts';
import { noteFailure } from './report-failure.ts';
import { settle } from './settle.ts';

/** Ends an attempt that failed: tries again if the policy allows it, else tells the client. */
export function fail(call: Call, failure: Failure): void {
  if (call.phase === 'over') return;
  const verdict = verdictOn(failure);
  noteFailure(call, failure);
  // No call was made to a service that does not run, and the supervisor knows when it does: its breaker need not wait.
  settle(call, failure.kind === 'not-up' ? 'neither' : verdict);
  call.attempt?.drop();
  call.attempt = undefined;
  if (isPassingFailure(failure)) {
    avoidInstance(call);
    if (tryNextInstance(call, failure.kind) || tryAgain(call)) return;
  }
  if (call.phase === 'waiting' && isAnsweredOtherwise(call, failure)) return;
  // A client that has part of an answer can only be told by breaking off the connection.
  if (call.phase === 'answering') call.response.destroy();
  else if (!call.left) answerProblem(call, failure);
  finish(call, call.left ? 'neither' : verdict);
}

/** Whether the client gets something else than the error: what a cache has kept, or what the edge has to answer. */
function isAnsweredOtherwise(call: Call, failure: Failure): boolean {
  noteAct(call, failure);
  return call.tap?.rescue?.(failure) === true || standIn(call, failure);
}
