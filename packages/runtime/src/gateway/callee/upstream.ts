import type { Milliseconds } from '@asbuilt/core/model';
import { Connections } from '#http-client/connections';
import type { Address } from '../address.ts';

/** How long a connection may take to stand where the edge states no timeout. */
const defaultConnectMs: Milliseconds = 10_000;

/** The connections to a callee, which may move: a service that is restarted comes back on another port. */
export class Upstream {
  readonly #connectMs: Milliseconds;
  #address: Address | undefined;
  #connections: Connections | undefined;

  constructor(timeoutMs: Milliseconds | undefined) {
    this.#connectMs = timeoutMs ?? defaultConnectMs;
  }

  /** The connections to an address; calls to the address before are let run to their end. */
  at(address: Address): Connections {
    if (this.#connections !== undefined && this.#isAt(address)) return this.#connections;
    this.#leave();
    this.#address = address;
    const { host, port, encryption } = address;
    this.#connections = new Connections({ host, port, connectMs: this.#connectMs, tls: encryption?.options });
    return this.#connections;
  }

  /** Closes the connections to an address that is no longer called; calls that are on their way run to their end. */
  leave(address: Address): void {
    if (this.#isAt(address)) this.#leave();
  }

  /** Ends all connections and what runs on them. */
  async close(): Promise<void> {
    const connections = this.#connections;
    this.#connections = undefined;
    await connections?.destroy();
  }

  #isAt({ host, port }: Address): boolean {
    return this.#address?.port === port && this.#address.host === host;
  }

  #leave(): void {
    this.#connections?.close();
    this.#connections = undefined;
  }
}
