import { connect } from 'node:net';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Address } from '#gateway/address';
import { cancelPacket } from './startup.ts';

/** A server that does not take a request to cancel in this time will not. */
const patienceMs: Milliseconds = 1000;

/** Why a request to cancel was not heard; `unanswered` where it may be heard yet, and hit whatever is asked by then. */
export interface Unheard {
  readonly reason: string;
  readonly unanswered: boolean;
}

/**
 * Asks a server to cancel what the session with the key is doing. Calls `done` once it has heard that (it closes the
 * connection then, and answers nothing), or with why it has not.
 */
export function sendCancel(target: Address, key: string, done: (unheard?: Unheard) => void): void {
  const socket = connect({ ...target, noDelay: true, timeout: patienceMs });
  let wasSent = false;
  let unheard: Unheard | undefined;
  socket.once('connect', () => {
    wasSent = true;
    socket.end(cancelPacket(key));
  });
  socket.once('timeout', () => {
    unheard = { reason: 'no answer', unanswered: wasSent };
    socket.destroy();
  });
  socket.once('error', (error) => {
    unheard = { reason: error.message, unanswered: false };
  });
  socket.once('close', () => done(unheard));
  socket.resume();
}
