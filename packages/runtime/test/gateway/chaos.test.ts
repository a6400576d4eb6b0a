import net from 'node:net';
import { expect, test } from 'vitest';
import { ask, breaker, openEdge, sleep, startTcpService, until } from './kit.ts';

// Whatever both sides do, in whatever order: the edge lives on, every call ends once, and nothing stays behind.

const head = 'HTTP/1.1 200 OK\r\n';

/** What a callee may do with a connection that a request came on. */
const calleeActs: readonly ((socket: net.Socket) => void)[] = [
  (socket) => void socket.write(`${head}Content-Length: 2\r\n\r\nok`),
  (socket) => void socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`),
  (socket) => void socket.write('HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno'),
  (socket) => void socket.write(`${head}Content-Length: 2\r\nConnection: close\r\n\r\nok`),
  (socket) => void socket.end(`${head}\r\nuntil the end`),
  (socket) => void socket.end(`${head}Content-Length: 100\r\n\r\nhalf`),
  (socket) => void socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
  (socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n'),
  (socket) => void socket.write(`${head}Content-Length: 100\r\n\r\nhalf`),
  (socket) => void socket.write(`${head}Content-Length: 1\r\n\r\nmore than stated`),
  (socket) => void socket.write('garbage'),
  (socket) => void socket.resetAndDestroy(),
  (socket) => void socket.end(),
  () => undefined,
];

const requests: readonly string[] = [
  'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET / HTTP/1.0\r\n\r\n',
  'HEAD / HTTP/1.1\r\nHost: x\r\n\r\n',
  `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(100_000)}`,
  'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf',
  'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
  'POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok',
  'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nearly',
  'POST / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\nok',
  'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
  'garbage\r\n\r\n',
];

const clientEndings: readonly ((socket: net.Socket) => void)[] = [
  (socket) => void socket.resetAndDestroy(),
  (socket) => void socket.destroy(),
  (socket) => void socket.end(),
];

function anyOf<T>(choices: readonly T[]): T {
  const choice = choices[Math.floor(Math.random() * choices.length)];
  if (choice === undefined) throw new Error('There is nothing to choose from.');
  return choice;
}

/** Sends something, waits a little, and leaves somehow. */
async function behaveSomehow(edge: { host: string; port: number }): Promise<void> {
  const socket = net.connect(edge.port, edge.host);
  socket.on('error', () => socket.destroy());
  if (Math.random() < 0.8) socket.resume();
  socket.write(anyOf(requests));
  await sleep(Math.random() * 60);
  anyOf(clientEndings)(socket);
  await sleep(Math.random() * 20);
  socket.destroy();
}

test('2,000 calls of ill-behaved clients to an ill-behaved callee leave nothing behind', async () => {
  let behaves = false;
  const service = await startTcpService((socket) => {
    socket.on('data', () => {
      if (behaves) socket.end(`${head}Content-Length: 4\r\nConnection: close\r\n\r\nfine`);
      else setTimeout(() => socket.writableEnded || anyOf(calleeActs)(socket), Math.random() * 20);
    });
    socket.once('end', () => socket.end());
  });
  const edge = await openEdge({
    target: service.target,
    timeoutMs: 40,
    retry: { retries: 1, baseMs: 5, capMs: 5 },
    breaker: { ...breaker, opensAfterFailures: 20, halfOpenAfterMs: 20 },
  });
  const client = async (): Promise<void> => {
    for (let index = 0; index < 50; index += 1) await behaveSomehow(edge);
  };
  await Promise.all(Array.from({ length: 40 }, client));
  await until(() => edge.status().inFlight === 0, 'all calls are over');
  // What is left are connections that wait for further calls.
  behaves = true;
  await sleep(100);
  await expect.poll(async () => (await ask(edge)).body).toBe('fine');
  const { requests: counted, inFlight } = edge.status();
  expect(inFlight).toBe(0);
  expect(edge.lines().filter((line) => line['msg'] === 'request')).toHaveLength(counted);
  await edge.close();
  await expect.poll(() => service.connections()).toBe(0);
});
