import type { Milliseconds } from '@asbuilt/core/model';
import type { Instance } from '../instances.ts';
import type { Follower, Relay } from '../relay.ts';
import { closeToClient, closeToService } from './close-frame.ts';
import { ClosingTap } from './closing-tap.ts';

/** How long a client may take to say goodbye itself before the service is told in its name. */
const clientAnswersMs: Milliseconds = 1_000;

/**
 * A WebSocket that passes through an edge. It is ended as one of its two ends would end it (RFC 6455, section 7): the client
 * is told that the service goes away, and what it still says until its own goodbye reaches the service, which then closes
 * the connection.
 */
export class WebSocketFollower implements Follower {
  readonly toCallee: ClosingTap;
  readonly toCaller: ClosingTap;
  readonly #instance: Instance;
  readonly #all: Set<WebSocketFollower>;
  readonly #goAway = (): void => this.goAway();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param all those of the edge, which it belongs to until it is closed
   * @param relay what carries it; asked when it stands
   */
  constructor(instance: Instance, all: Set<WebSocketFollower>, relay: () => Relay) {
    this.toCallee = new ClosingTap((bytes) => relay().toCallee.write(bytes));
    this.toCaller = new ClosingTap((bytes) => relay().toCaller.write(bytes));
    this.#instance = instance;
    this.#all = all;
    all.add(this);
    instance.onDrain.add(this.#goAway);
  }

  /** Ends it, unless one of its ends is about to. */
  goAway(): void {
    if (this.toCaller.isClosing || this.toCallee.isClosing) return;
    this.toCaller.close(closeToClient());
    this.#timer = setTimeout(tellService, clientAnswersMs, this.toCallee);
  }

  close(by: 'client' | 'callee'): void {
    if (by === 'callee') return;
    clearTimeout(this.#timer);
    this.#all.delete(this);
    this.#instance.onDrain.delete(this.#goAway);
  }
}

function tellService(toCallee: ClosingTap): void {
  toCallee.close(closeToService());
}
