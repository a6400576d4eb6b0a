import net from 'node:net';
import { expect } from 'vitest';
import { connected } from './server.ts';

export interface Received {
  readonly type: string;
  readonly body: Buffer;
}

/** A session whose messages the test writes itself. */
export interface Raw {
  send(...messages: readonly Buffer[]): void;
  next(): Promise<Received>;
  /** Ends the connection without a word. */
  leave(): void;
  /** All messages up to one of a type. */
  until(type: string): Promise<readonly Received[]>;
}

/** A message. */
export function encoded(type: string, body = ''): Buffer {
  const bytes = Buffer.concat([Buffer.from(type), Buffer.alloc(4), Buffer.from(body, 'latin1')]);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
}

/** Lets pg log in, and goes on by hand. */
export async function raw(url: string): Promise<Raw> {
  const client = await connected(url);
  const { connection } = Object(client);
  const socket: unknown = connection.stream;
  if (!(socket instanceof net.Socket)) throw new Error('pg keeps its socket elsewhere.');
  socket.removeAllListeners('data');
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
  });
  const next = async (): Promise<Received> => {
    await expect
      .poll(() => bytes.length >= 5 && bytes.length >= 1 + bytes.readInt32BE(1), { timeout: 60_000, interval: 5 })
      .toBe(true);
    const end = 1 + bytes.readInt32BE(1);
    const received = { type: String.fromCharCode(bytes[0] ?? 0), body: Buffer.from(bytes.subarray(5, end)) };
    bytes = bytes.subarray(end);
    return received;
  };
  return {
    send: (...messages) => void socket.write(Buffer.concat(messages)),
    leave: () => void socket.end(),
    next,
    until: async (type) => {
      const all = [await next()];
      while (all.at(-1)?.type !== type) all.push(await next());
      return all;
    },
  };
}
