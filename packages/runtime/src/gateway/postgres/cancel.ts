import { connect } from 'node:net';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Address } from '../address.ts';
import { cancelPacket } from './startup.ts';

/** A server that does not take a request to cancel in this time will not. */
const patienceMs: Milliseconds = 1000;

/**
 * Asks a server to cancel what the session with the key is doing. Calls `done` once it has heard that (it closes the
 * connection then, and answers nothing), or with why it has not.
 */
export function sendCancel(target: Address, key: string, done: (failure?: string) => void): void {
  const socket = connect({ ...target, noDelay: true, timeout: patienceMs });
  let failure: string | undefined;
  socket.once('connect', () => socket.end(cancelPacket(key)));
  socket.once('timeout', () => {
    failure = 'no answer';
    socket.destroy();
  });
  socket.once('error', (error) => {
    failure = error.message;
  });
  socket.once('close', () => done(failure));
  socket.resume();
}
