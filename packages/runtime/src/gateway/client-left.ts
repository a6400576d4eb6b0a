import { type EdgeAnswer, finish } from './call.ts';
import { boundDeadline } from './deadline.ts';

/**
 * Notices a client that leaves before its call is over. The call to the callee is ended, so that no connection stays
 * taken; and since the callee is not to blame, neither breaker nor SLO hears of it.
 */
export function clientLeft({ call }: EdgeAnswer): void {
  if (call === undefined || call.phase === 'over') return;
  if (call.tap?.isWanted === true && call.attempt !== undefined) {
    call.left = true;
    boundDeadline(call);
    call.attempt.resume();
    return;
  }
  call.attempt?.drop();
  call.attempt = undefined;
  finish(call, 'neither');
}
