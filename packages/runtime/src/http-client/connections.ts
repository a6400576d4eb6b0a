import type { Milliseconds } from '@asbuilt/core/model';
import { Connection, type Destination, type Owner } from './connection.ts';
import type { AnswerHandler, Asking } from './exchange.ts';

/** How often connections are looked for that were not needed for a while. */
const lookEveryMs: Milliseconds = 1000;

/** The connections to one callee: as many as it has calls at a time, kept for those that follow. */
export class Connections {
  readonly #to: Destination;
  readonly #all = new Set<Connection>();
  /** Those without a call, the one that was used last at the end: what is not needed at the front grows old and is closed. */
  readonly #free: Connection[] = [];
  readonly #timer: NodeJS.Timeout;
  readonly #owner: Owner = {
    freed: (connection) => {
      if (this.#isClosing) connection.close();
      else this.#free.push(connection);
    },
    left: (connection) => {
      this.#all.delete(connection);
      if (this.#all.size === 0) this.#onEmpty?.();
    },
  };
  #isClosing = false;
  #onEmpty: (() => void) | undefined;

  constructor(to: Destination) {
    this.#to = to;
    this.#timer = setInterval(() => this.#closeOld(), lookEveryMs);
    this.#timer.unref();
  }

  /** Makes a call; answers what carries it. */
  send(asking: Asking, handler: AnswerHandler): Connection {
    const connection = asking.upgrade === undefined ? (this.#takeFree() ?? this.#open('calls')) : this.#open('upgrade');
    connection.send(asking, handler);
    return connection;
  }

  /** Lets calls run to their end, and keeps no connection after that. */
  close(): void {
    this.#isClosing = true;
    clearInterval(this.#timer);
    for (const connection of this.#free.splice(0)) connection.close();
  }

  /** Ends all connections, and the calls that they carry. */
  async destroy(): Promise<void> {
    this.close();
    if (this.#all.size === 0) return;
    const closed = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    for (const connection of this.#all) connection.close();
    await closed;
  }

  #takeFree(): Connection | undefined {
    const now = performance.now();
    for (let free = this.#free.pop(); free !== undefined; free = this.#free.pop()) {
      if (free.isFresh(now)) return free;
      free.close();
    }
    return undefined;
  }

  #open(carries: 'calls' | 'upgrade'): Connection {
    const connection = new Connection(this.#to, carries, this.#owner);
    this.#all.add(connection);
    return connection;
  }

  #closeOld(): void {
    const now = performance.now();
    for (const connection of this.#free.splice(0)) {
      if (connection.isFresh(now)) this.#free.push(connection);
      else connection.close();
    }
  }
}
