import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer, type TlsOptions } from 'node:tls';
import type { Milliseconds } from '@asbuilt/core/model';
import { ClientConnection } from './client-connection.ts';
import type { OutgoingAnswer } from './outgoing-answer.ts';
import type { ConnectionLimits, ServerEvents } from './server-events.ts';

/** How a server treats its connections. */
export interface HttpServerOptions extends ConnectionLimits {
  /** How it speaks TLS; absent where it does not. */
  readonly tls?: TlsOptions | undefined;
  /** How often connections are looked for that are too slow, or were kept for long enough. */
  readonly lookEveryMs: Milliseconds;
}

/** What was asked before a server closed has come by then. */
const arrivesWithinMs: Milliseconds = 250;
/** What another protocol is spoken over later may be closed on one side only. */
const sockets = { allowHalfOpen: true, noDelay: true };

/**
 * Listens for clients that speak HTTP/1.1, over TLS or not. Why node:http is not taken is told in
 * docs/decisions/0009-an-http-server-of-our-own.md.
 */
export class HttpServer<Answer extends OutgoingAnswer> {
  /** It does not listen yet. */
  readonly listener: Server;
  readonly #options: HttpServerOptions;
  readonly #events: ServerEvents<Answer>;
  readonly #sockets = new Set<Socket>();
  /** Those whose TLS handshake is not done, by the address of the client: what speaks TLS over them are other objects. */
  readonly #shaking = new Map<string, Socket>();
  readonly #connections = new Set<ClientConnection<Answer>>();
  readonly #timer: NodeJS.Timeout;
  #isClosing = false;

  constructor(options: HttpServerOptions, events: ServerEvents<Answer>) {
    this.#options = options;
    this.#events = events;
    this.listener = this.#listen();
    this.#timer = setInterval(() => this.#look(), options.lookEveryMs);
    this.#timer.unref();
  }

  /**
   * Takes no more connections, and no more requests on those that it has; resolves once all are closed. What was handed
   * over to another protocol is among them.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#timer);
    const closed = new Promise<void>((resolve, reject) => {
      this.listener.close((error) => (error === undefined ? resolve() : reject(error)));
    });
    for (const connection of this.#connections) {
      connection.isClosing = true;
      if (connection.isIdle && !connection.isNew) connection.socket.destroy();
    }
    const dismissal = setTimeout(() => this.#dismissIdle(), arrivesWithinMs);
    await closed;
    clearTimeout(dismissal);
  }

  /** Ends all connections, whatever they carry. */
  destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #listen(): Server {
    const { tls } = this.#options;
    if (tls === undefined) {
      return createServer(sockets, (socket) => {
        this.#note(socket);
        this.#carry(socket);
      });
    }
    const server = createSecureServer({ ...tls, ...sockets }, (socket) => {
      this.#shaking.delete(clientOf(socket));
      this.#carry(socket);
    });
    server.on('connection', (socket) => {
      this.#note(socket);
      this.#shake(socket);
    });
    server.on('tlsClientError', (_error, socket) => void socket.destroy());
    return server;
  }

  #note(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #carry(socket: Socket): void {
    // What breaks is closed, and that is what ends the call; without a listener the error would end the process.
    socket.on('error', () => socket.destroy());
    const connection = new ClientConnection(socket, this.#options, this.#events);
    connection.isClosing = this.#isClosing;
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
  }

  #shake(socket: Socket): void {
    const client = clientOf(socket);
    this.#shaking.set(client, socket);
    socket.once('close', () => this.#shaking.delete(client));
  }

  /** Browsers open connections in advance: nobody waits for what was not asked by now. */
  #dismissIdle(): void {
    for (const connection of this.#connections) if (connection.isIdle) connection.socket.destroy();
    for (const socket of this.#shaking.values()) socket.destroy();
  }

  #look(): void {
    const now = performance.now();
    for (const connection of this.#connections) connection.look(now);
  }
}

function clientOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
