import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { reset } from './reset.ts';

/** Bytes by direction. */
export interface RelayedBytes {
  readonly toCallee: number;
  readonly toCaller: number;
}

/** Two connections whose bytes are passed on both ways, with backpressure and half-closing, until either breaks. */
export class Relay {
  readonly #client: Socket;
  readonly #callee: Duplex;
  #counted: RelayedBytes;
  #filtered = false;

  /** @param counted what went through the client's connection before and is not to be counted */
  constructor(client: Socket, callee: Duplex, counted: RelayedBytes, onClose: (relay: Relay) => void) {
    this.#client = client;
    this.#callee = callee;
    this.#counted = counted;
    client.pipe(callee).pipe(client);
    client.on('error', () => callee.destroy());
    // A connection that breaks on one side must not look like one that ended well on the other.
    callee.on('error', () => this.reset());
    callee.once('close', () => client.destroySoon());
    client.once('close', () => {
      callee.destroy();
      onClose(this);
    });
  }

  /** What went through since the last time that somebody asked. */
  takeBytes(): RelayedBytes {
    const before = this.#counted;
    this.#counted = bytesOf(this.#client);
    return {
      toCallee: this.#counted.toCallee - before.toCallee,
      toCaller: this.#counted.toCaller - before.toCaller,
    };
  }

  /** Puts a filter into the way to the callee, for good; only the first one counts. */
  filter(make: () => Duplex): void {
    if (this.#filtered) return;
    this.#filtered = true;
    const through = make();
    this.#client.unpipe(this.#callee);
    this.#client.pipe(through).pipe(this.#callee);
    this.#client.once('close', () => through.destroy());
  }

  /** Breaks both connections off, so that both ends are told. */
  reset(): void {
    reset(this.#client);
    this.#callee.destroy();
  }
}

/** What a client's connection has carried altogether. */
export function bytesOf(client: Socket): RelayedBytes {
  return { toCallee: client.bytesRead, toCaller: client.bytesWritten };
}
