import type { Socket } from 'node:net';
import type { AskingBody } from './exchange.ts';

/** A body that is being sent. */
export interface SentBody {
  /** Whether all of it has been handed to the connection. */
  readonly isSent: boolean;
  /** Sends no more of it. */
  stop(): void;
}

/** Sends a body behind its head as it comes, as fast as the callee takes it. */
export function sendBody(socket: Socket, { stream, isChunked, trailers }: AskingBody): SentBody {
  let isSent = false;
  const take = (chunk: Buffer): void => {
    const goesOn = isChunked ? writeChunk(socket, chunk) : socket.write(chunk);
    if (!goesOn) stream.pause();
  };
  const goOn = (): void => void stream.resume();
  const end = (): void => {
    if (isChunked) socket.write(lastChunk(trailers()), 'latin1');
    isSent = true;
    stop();
  };
  const stop = (): void => {
    stream.off('data', take).off('end', end);
    socket.off('drain', goOn);
  };
  stream.on('data', take).once('end', end);
  socket.on('drain', goOn);
  return {
    get isSent() {
      return isSent;
    },
    stop,
  };
}

function writeChunk(socket: Socket, chunk: Buffer): boolean {
  // Of length 0 it would be the last one.
  if (chunk.length === 0) return true;
  socket.cork();
  socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
  socket.write(chunk);
  const goesOn = socket.write('\r\n', 'latin1');
  socket.uncork();
  return goesOn;
}

function lastChunk(trailers: readonly (readonly [name: string, value: string])[]): string {
  return `0\r\n${trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}
