import type { Milliseconds } from '@asbuilt/core/model';
import { buildConnector, type Client, Pool } from 'undici';
import type { Logger } from '#telemetry/logger';
import { Line, LineClient } from './line.ts';
import type { Address } from './open-edge.ts';

/** How long a connection may take to stand where the edge states no timeout. */
const defaultConnectMs: Milliseconds = 10_000;

/** The connections to a callee, which may move: a service that is restarted comes back on another port. */
export class Upstream {
  readonly #connectMs: Milliseconds;
  readonly #log: Logger;
  #address: Address | undefined;
  #pool: Pool | undefined;

  constructor(timeoutMs: Milliseconds | undefined, log: Logger) {
    this.#connectMs = timeoutMs ?? defaultConnectMs;
    this.#log = log;
  }

  /** The pool for an address; calls to the address before are let run to their end. */
  at(address: Address): Pool {
    if (this.#pool !== undefined && this.#address?.port === address.port && this.#address.host === address.host) {
      return this.#pool;
    }
    this.#leave();
    const pool = openPool(address, this.#connectMs);
    this.#address = address;
    this.#pool = pool;
    return pool;
  }

  /** Closes the connections to an address that is no longer called; calls that are on their way run to their end. */
  leave(address: Address): void {
    if (this.#address?.port === address.port && this.#address.host === address.host) this.#leave();
  }

  /** Ends all connections and what runs on them. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.destroy();
  }

  #leave(): void {
    const pool = this.#pool;
    this.#pool = undefined;
    pool
      ?.close()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'Connections to an old address did not close.'));
  }
}

function openPool({ host, port }: Address, connectMs: Milliseconds): Pool {
  const connector = buildConnector({ timeout: connectMs });
  // The edge's own deadline bounds a call as a whole.
  const options: Client.Options = { headersTimeout: 0, bodyTimeout: 0 };
  return new Pool(`http://${host.includes(':') ? `[${host}]` : host}:${port}`, {
    connections: null,
    factory: (origin) => new LineClient(origin, new Line(connector), options),
  });
}
