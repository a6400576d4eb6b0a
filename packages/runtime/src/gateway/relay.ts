import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { BreakOff, Direction, Hindrance } from './hindrance.ts';
import type { LentReads } from './lent-reads.ts';
import { Pump, type Tap } from './pump.ts';
import { reset } from './reset.ts';

/** Bytes by direction. */
export interface RelayedBytes {
  readonly toCallee: number;
  readonly toCaller: number;
}

/** Who looks at the bytes of a relay on their way. */
export interface Follower {
  readonly toCallee: Tap;
  readonly toCaller: Tap;
  /** No more comes from this side; may be told several times. */
  close(by: 'client' | 'callee'): void;
}

/** What a relay may be told besides its connections. */
export interface RelayOptions {
  /** What went through the client's connection before and is not to be counted. */
  readonly counted: RelayedBytes;
  readonly follower?: Follower;
  /** The chunks of the connections, where they are only lent. */
  readonly lent?: { readonly byClient: LentReads | undefined; readonly byCallee: LentReads | undefined };
}

/** Two connections whose bytes are passed on both ways, with backpressure and half-closing, until either breaks. */
export class Relay {
  readonly #client: Socket;
  readonly #callee: Duplex;
  readonly toCallee: Pump;
  readonly toCaller: Pump;
  readonly #follower: Follower | undefined;
  #counted: RelayedBytes;

  constructor(client: Socket, callee: Duplex, options: RelayOptions, onClose: (relay: Relay) => void) {
    const { counted, follower, lent } = options;
    this.#client = client;
    this.#callee = callee;
    this.#counted = counted;
    this.#follower = follower;
    this.toCallee = new Pump(client, callee, { tap: follower?.toCallee, lent: lent?.byClient });
    this.toCaller = new Pump(callee, client, { tap: follower?.toCaller, lent: lent?.byCallee });
    // A callee that ends what its client has ended, without another word, only follows.
    const closedFirst = (): 'client' | 'callee' => (client.readableEnded ? 'client' : 'callee');
    callee.once('end', () => follower?.close(closedFirst()));
    client.on('error', () => callee.destroy());
    // A connection that breaks on one side must not look like one that ended well on the other.
    callee.on('error', () => {
      follower?.close(closedFirst());
      this.reset();
    });
    callee.once('close', () => this.toCaller.finish(() => client.destroySoon()));
    client.once('close', () => {
      follower?.close('client');
      this.toCallee.close();
      this.toCaller.close();
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

  /** Lets faults act for as long as `look` sees any; to be called again whenever one is added or removed. */
  shape(look: (direction: Direction) => Hindrance | undefined): void {
    const breakOff = (how: BreakOff): void => (how === 'reset' ? this.reset() : this.#truncate());
    this.toCallee.shape(() => look('to-callee'), breakOff);
    this.toCaller.shape(() => look('to-caller'), breakOff);
  }

  /** Ends the client's connection as if all were well, once what is on its way has been passed on, and gives the callee's up. */
  end(): void {
    this.#follower?.close('callee');
    this.#callee.destroy();
  }

  /** Breaks both connections off, so that both ends are told. */
  reset(): void {
    this.#follower?.close('callee');
    reset(this.#client);
    this.#callee.destroy();
  }

  #truncate(): void {
    this.toCaller.close();
    this.end();
  }
}

/** What a client's connection has carried altogether. */
export function bytesOf(client: Socket): RelayedBytes {
  return { toCallee: client.bytesRead, toCaller: client.bytesWritten };
}
