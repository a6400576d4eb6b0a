import { once } from 'node:events';
import type { Server } from 'node:net';
import type { Address } from './address.ts';
import type { EdgeOptions } from './open-edge.ts';

/** Somebody else listens on the port that an edge was to listen on. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly port: number;

  constructor(port: number, edge: string) {
    super(
      `Port ${port} is taken, so the edge "${edge}" cannot listen there. Stop what uses the port, or set another one in the profile.`,
    );
    this.port = port;
  }
}

/** Starts listening; resolves with where. Rejects with a `PortTakenError` if somebody else listens there. */
export async function listen(server: Server, at: EdgeOptions['listen'], edge: string): Promise<Address> {
  try {
    server.listen(at);
    await once(server, 'listening');
  } catch (error) {
    if (isPortTaken(error)) throw new PortTakenError(at.port, edge);
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`The edge "${edge}" listens on no port.`);
  return { host: address.address, port: address.port };
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
