import { Socket } from 'node:net';
import { LentReads } from '../lent-reads.ts';

/** A connection of a client. */
export interface Client {
  readonly socket: Socket;
  /** What comes from it, from the moment on that somebody takes it; before that its socket keeps it, as any does. */
  readonly lent?: LentReads;
}

/**
 * A connection that was accepted just now, as one that reads into a buffer that is used again. Node.js has that (`onread`)
 * for connections that one makes; one that was accepted gets it by a second socket on the same handle, and stays what it is
 * where it has none. The server does not count it any more: who closes it has to wait for its clients, too.
 */
export function lentClient(accepted: Socket): Client {
  const handle: unknown = Reflect.get(accepted, '_handle');
  if (typeof handle !== 'object' || handle === null || !('useUserBuffer' in handle)) return { socket: accepted };
  Reflect.set(accepted, '_handle', null);
  accepted.destroy();
  const lent = new LentReads();
  const options = { handle, allowHalfOpen: true, onread: lent.onread };
  const socket = new Socket(options);
  lent.take = (chunk) => socket.push(Buffer.from(chunk));
  return { socket, lent };
}
