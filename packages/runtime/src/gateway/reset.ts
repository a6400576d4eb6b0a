import type { Socket } from 'node:net';

/**
 * Breaks a connection off so that the other end is told (RST). A connection whose end is on its way already is only
 * destroyed: libuv refuses to reset it, and Node.js 20 then never closes its handle and spins when the process would end.
 */
export function reset(socket: Socket): void {
  const isEnding = socket.writableEnded && !socket.writableFinished;
  if (isEnding) socket.destroy();
  else socket.resetAndDestroy();
}
