import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * Breaks a connection off so that the other end is told (RST). A connection whose end is on its way already is only
 * destroyed: libuv refuses to reset it, and Node.js 20 then never closes its handle and spins when the process would end.
 */
export function reset(socket: Socket): void {
  const isEnding = socket.writableEnded && !socket.writableFinished;
  // What is encrypted has no handle that could be reset: its end is cut off, which TLS tells from one that ended well.
  if (isEnding || socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
