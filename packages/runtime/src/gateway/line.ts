import type { Socket } from 'node:net';
import { type buildConnector, Client, type Dispatcher } from 'undici';

/**
 * One connection to the callee, which carries one call at a time; it is made anew when it has closed.
 *
 * A call is ended by cutting its line. undici's own way of aborting a call that was sent opens a new connection for it
 * first: a callee that hangs would get two connections for every call that is given up.
 */
export class Line {
  readonly #connector: buildConnector.connector;
  #socket: Socket | undefined;
  #rewrites = false;

  constructor(connector: buildConnector.connector) {
    this.#connector = connector;
  }

  readonly connect: buildConnector.connector = (options, callback) => {
    this.#connector(options, (...result) => {
      this.#socket = result[1] ?? undefined;
      this.#rewrites = false;
      callback(...result);
    });
  };

  /** Whether the callee has answered on the connection as it is now: then it was open before this call. */
  get wasUsed(): boolean {
    return (this.#socket?.bytesRead ?? 0) > 0;
  }

  /**
   * Writes something else in the place of what undici writes next, as soon as `rewrite` answers what: undici itself can say
   * neither `TE` nor trailers.
   */
  rewriteNext(rewrite: (text: string) => string | undefined): void {
    this.rewriteNothing();
    const socket = this.#socket;
    if (socket === undefined) return;
    const write = socket.write.bind(socket);
    this.#rewrites = true;
    socket.write = (chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
      const text = typeof chunk === 'string' ? rewrite(chunk) : undefined;
      if (text !== undefined) this.rewriteNothing();
      return Reflect.apply(write, socket, [text ?? chunk, ...rest]);
    };
  }

  /** Writes as undici says again. */
  rewriteNothing(): void {
    if (!this.#rewrites || this.#socket === undefined) return;
    this.#rewrites = false;
    // What the connection has by nature is found again once its own is gone.
    Reflect.deleteProperty(this.#socket, 'write');
  }

  /** Closes the connection, and with it the call that it carries. */
  cut(reason: Error): void {
    this.#socket?.destroy(reason);
  }
}

/** What wants to know on which line it is carried. */
export interface Carried {
  carriedBy(line: Line): void;
}

/** A call as a `LineClient` takes it. undici wraps handlers on their way, so it is the options that name the carried. */
export interface CarriedOptions extends Dispatcher.DispatchOptions {
  readonly carried: Carried;
}

/** An undici client of one connection that tells each call its line. */
export class LineClient extends Client {
  readonly #line: Line;

  constructor(origin: URL, line: Line, options: Client.Options) {
    super(origin, { ...options, connect: line.connect });
    this.#line = line;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (isCarried(options)) options.carried.carriedBy(this.#line);
    return super.dispatch(options, handler);
  }
}

function isCarried(options: Dispatcher.DispatchOptions): options is CarriedOptions {
  return 'carried' in options;
}
