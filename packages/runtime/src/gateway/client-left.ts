import { type Call, type EdgeResponse, finish } from './call.ts';
import { boundDeadline } from './deadline.ts';

/**
 * Notices a client that leaves before its call is over. The call to the callee is ended, so that no connection stays
 * taken; and since the callee is not to blame, neither breaker nor SLO hears of it.
 */
export function watchClient(call: Call): void {
  call.response.on('close', onClose);
  call.response.on('drain', onDrain);
}

function onClose(this: EdgeResponse): void {
  const { call } = this;
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

function onDrain(this: EdgeResponse): void {
  this.call?.attempt?.resume();
}
