import { createServer } from 'node:net';

/** Below the ports that Linux (from 32768), macOS and Windows (from 49152) give to whoever asks for any. */
const firstPort = 20_000;
const blockSize = 50;
const blocks = 240;
let given = 0;

/**
 * A port of 127.0.0.1 that nobody listens on, and that stays free until the test binds it: the system gives it to nobody
 * else that asks for any port, and other test files, which run at the same time, have blocks of their own.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < blockSize * blocks; tries += 1) {
    const port = firstPort + (((process.pid % blocks) * blockSize + given) % (blockSize * blocks));
    given += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${firstPort} on is free.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
