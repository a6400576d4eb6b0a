import { once } from 'node:events';
import type { Server } from 'node:net';
import type { Address } from '#gateway/address';

/** A server of our own on 127.0.0.1. */
export interface LocalServer {
  readonly target: Address;
  /** Settles when nobody is connected any more. May be called twice. */
  close(): Promise<void>;
}

/**
 * Lets a server listen on this machine only.
 *
 * @param port 0 for a free one
 * @param endConnections cuts off whoever is still connected
 */
export async function listenLocally(server: Server, port: number, endConnections: () => void): Promise<LocalServer> {
  server.listen({ host: '127.0.0.1', port });
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a listening server has no port');
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const ended = once(server, 'close');
    server.close();
    endConnections();
    await ended;
  };
  return {
    target: { host: '127.0.0.1', port: address.port },
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
