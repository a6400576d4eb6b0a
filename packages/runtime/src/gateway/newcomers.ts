import type { Server, Socket } from 'node:net';

/**
 * Connections over which no request has come yet, as browsers open them in advance. node:http does not take them for idle,
 * and knows nothing of those whose TLS handshake is not done: an edge that closes would wait for them.
 */
export class Newcomers {
  readonly #silent = new Set<Socket>();
  /** By the address of the client: a connection and what speaks TLS over it are two objects. */
  readonly #shaking = new Map<string, Socket>();

  watch(server: Server, isSecure: boolean): void {
    if (!isSecure) {
      server.on('connection', (socket) => this.#greet(socket));
      return;
    }
    server.on('connection', (socket) => this.#shake(socket));
    server.on('secureConnection', (socket: Socket) => {
      this.#shaking.delete(clientOf(socket));
      this.#greet(socket);
    });
  }

  /** A request has come over a connection. */
  spoke(socket: Socket): void {
    if (this.#silent.size > 0) this.#silent.delete(socket);
  }

  /** Cuts all of them off. */
  dismiss(): void {
    for (const socket of this.#silent) socket.destroy();
    for (const socket of this.#shaking.values()) socket.destroy();
  }

  #greet(socket: Socket): void {
    this.#silent.add(socket);
    socket.once('close', () => this.#silent.delete(socket));
  }

  #shake(socket: Socket): void {
    const client = clientOf(socket);
    this.#shaking.set(client, socket);
    socket.once('close', () => this.#shaking.delete(client));
  }
}

function clientOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
