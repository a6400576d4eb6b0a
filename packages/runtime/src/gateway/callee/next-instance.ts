import { isRepeatable } from '@asbuilt/core/mechanisms';
import { attemptAgain, type Call, notePolicy } from '../call.ts';
import { hasUntried } from '../choose-instance.ts';
import type { Failure } from '../failure.ts';
import { asFailedCall } from './retry.ts';

/**
 * Makes the call to another instance at once, where the document says so and that is safe: nobody could tell it from a
 * first one, or nothing of it was ever sent.
 *
 * @param kind why the instance could not answer; absent where it did, that it cannot now
 */
export function tryNextInstance(call: Call, kind?: Failure['kind']): boolean {
  if (call.edge.plan.nextInstance !== true || call.instance === undefined) return false;
  const wasNotSent = kind === 'unreachable' && !call.headers.hasBody && call.phase === 'waiting';
  if (!wasNotSent && !isRepeatable(asFailedCall(call))) return false;
  if (!hasUntried(call)) return false;
  notePolicy(call, 'next-instance');
  // What is being ended is to be over before the next attempt begins.
  setImmediate(again, call);
  return true;
}

function again(call: Call): void {
  if (call.phase === 'waiting') attemptAgain(call);
}
