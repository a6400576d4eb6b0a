import type { Socket } from 'node:net';
import type { Milliseconds } from '@asbuilt/core/model';
import { reset } from '../reset.ts';

/** How long a client that is not connected may take to say what it wants, and to hear that it does not get it. */
const patienceMs: Milliseconds = 10_000;

/**
 * Hears what a client says that gets no connection, until it has been answered. The answer arrives even when the client
 * is still sending: its connection is only destroyed once it has read it and left, or its time is up.
 *
 * @param hear gets each chunk, and what ends the connection with an answer
 */
export function hearOut(client: Socket, hear: (chunk: Buffer, end: (answer?: Buffer) => void) => void): void {
  let isOver = false;
  const timer = setTimeout(() => reset(client), patienceMs);
  client.once('close', () => clearTimeout(timer));
  client.once('end', () => client.destroySoon());
  client.on('data', (chunk: Buffer) => {
    if (isOver) return;
    hear(chunk, (answer) => {
      isOver = true;
      if (answer === undefined) client.end();
      else client.end(answer);
    });
  });
}
