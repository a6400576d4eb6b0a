import type { Socket } from 'node:net';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Address } from '#gateway/address';
import { reach } from '../reach.ts';
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
  let isOver = false;
  let server: Socket | undefined;
  const end = (unheard?: Unheard): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    reaching.destroy();
    server?.destroy();
    done(unheard);
  };
  const broken = (error: Error): void => end({ reason: error.message, unanswered: false });
  const timer = setTimeout(() => end({ reason: 'no answer', unanswered: server !== undefined }), patienceMs);
  const reaching = reach(target, {
    onReached: (socket) => {
      server = socket;
      socket.on('error', broken).once('close', () => end());
      socket.resume().end(cancelPacket(key));
    },
    onError: broken,
  });
}
