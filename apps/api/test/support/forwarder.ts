import { connect, createServer, type Socket } from 'node:net';

/** A port that stays the same while what stands behind it moves, like an edge of the running system. */
export interface Forwarder {
  readonly port: number;
  /** The port that new connections are handed on to. */
  target: number;
  stop(): Promise<void>;
}

export async function startForwarder(target: number): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(forwarder.target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The forwarder has no port.');
  const stop = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  const forwarder: Forwarder = { port: address.port, target, stop };
  return forwarder;
}
