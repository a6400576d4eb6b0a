import { createServer } from 'node:net';

/** Ports handed out by this process: the system would offer one again while its service has not yet bound it. */
const handedOut = new Set<number>();
const mostTries = 100;

/** A TCP port on 127.0.0.1 that nobody listens on, and that this process has not handed out before. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const port = await listenFor(0);
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(
    `the system offered no port in ${mostTries} tries that was not in use; close programs that hold many ports`,
  );
}

/** Keeps a port from being handed out. Rejects with the system's error when it cannot be listened on. */
export async function reservePort(port: number): Promise<void> {
  handedOut.add(await listenFor(port));
}

/** Listens for a moment, and tells where it was. */
function listenFor(port: number): Promise<number> {
  return new Promise((settle, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) settle(address.port);
        else reject(new Error('the system gave a listening socket no port'));
      });
    });
  });
}
