import { createHash, type Hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from 'vitest';
import { type Client, lentClient } from '#gateway/tcp/lent-client';
import { openEdge, sleep, startTcpService, type TestEdge } from './kit.ts';

const sent = randomBytes(24_000_000);
const digest = createHash('sha256').update(sent).digest('hex');

/** What a client got, as a hash, that reads so much and then pauses for a while. */
async function read(edge: TestEdge, { every = Infinity, pauseMs = 0 } = {}): Promise<string> {
  const client = net.connect(edge.port, edge.host);
  const hash: Hash = createHash('sha256');
  let since = 0;
  client.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    since += chunk.length;
    if (since < every) return;
    since = 0;
    client.pause();
    setTimeout(() => client.resume(), pauseMs);
  });
  await once(client, 'end');
  return hash.digest('hex');
}

/** An edge to a service that sends the same to everybody: in pieces of all sizes. */
async function opened(): Promise<TestEdge> {
  const service = await startTcpService((socket) => {
    for (let at = 0, size = 1; at < sent.length; at += size, size = (size * 7) % 300_007)
      socket.write(sent.subarray(at, at + size));
    socket.end();
  });
  return openEdge({ name: 'API → Store', from: 'API', to: 'Store', protocol: 'tcp', target: service.target });
}

test('what is read into a buffer that is used again arrives whole, however slowly it is taken', async () => {
  const edge = await opened();
  const paces = [
    {},
    { every: 1_000_000, pauseMs: 20 },
    { every: 200_000, pauseMs: 3 },
    { every: 5_000_000, pauseMs: 200 },
  ];
  const got = await Promise.all(paces.map((pace) => read(edge, pace)));
  expect(got).toEqual(paces.map(() => digest));
});

test('so does what comes in small pieces and cannot go on', async () => {
  const pieces = sent.subarray(0, 9_000_000);
  const service = await startTcpService((socket) => {
    let at = 0;
    const next = (): void => {
      socket.write(pieces.subarray(at, (at += 2000)));
      if (at < pieces.length) setImmediate(next);
      else socket.end();
    };
    next();
  });
  const edge = await openEdge({ name: 'A → B', from: 'A', to: 'B', protocol: 'tcp', target: service.target });
  const got = await read(edge, { every: 1, pauseMs: 5 });
  expect(got).toBe(createHash('sha256').update(pieces).digest('hex'));
});

test('faults that come and go while much is on its way change none of it', async () => {
  const edge = await opened();
  const paces = [{}, { every: 500_000, pauseMs: 10 }, { every: 100_000, pauseMs: 2 }];
  const reading = { isOver: false };
  const got = Promise.all(paces.map((pace) => read(edge, pace))).finally(() => {
    reading.isOver = true;
  });
  while (!reading.isOver) {
    const now = edge.options.now();
    const { id } = edge.faults.add(
      { edge: edge.plan.name, effect: { kind: 'bandwidth', bytesPerSecond: 400_000_000 }, endsAtMs: now + 60_000 },
      now,
    );
    await sleep(7);
    edge.faults.remove(id);
    await sleep(5);
  }
  expect(await got).toEqual(paces.map(() => digest));
});

/** An edge to a service that takes so much and then pauses for a while; `got` has the hash of what each connection brought. */
async function taking({ every = Infinity, pauseMs = 0 } = {}): Promise<{ edge: TestEdge; got: readonly string[] }> {
  const got: string[] = [];
  const service = await startTcpService((socket) => {
    const hash: Hash = createHash('sha256');
    let since = 0;
    socket.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      since += chunk.length;
      if (since < every) return;
      since = 0;
      socket.pause();
      setTimeout(() => socket.resume(), pauseMs);
    });
    socket.once('end', () => {
      got.push(hash.digest('hex'));
      socket.end();
    });
  });
  const edge = await openEdge({
    name: 'API → Store',
    from: 'API',
    to: 'Store',
    protocol: 'tcp',
    target: service.target,
  });
  return { edge, got };
}

/** Sends everything in pieces of all sizes, as fast as it is taken. */
async function send(edge: TestEdge): Promise<void> {
  const client = net.connect(edge.port, edge.host);
  for (let at = 0, size = 1; at < sent.length; at += size, size = (size * 7) % 300_007)
    if (!client.write(sent.subarray(at, at + size))) await once(client, 'drain');
  client.end();
  await once(client.resume(), 'close');
}

test('what clients send is read so, too, and arrives whole at whatever pace it is taken', async () => {
  for (const pace of [{}, { every: 1_000_000, pauseMs: 10 }, { every: 300_000, pauseMs: 1 }]) {
    const { edge, got } = await taking(pace);
    await Promise.all([send(edge), send(edge)]);
    expect(got).toEqual([digest, digest]);
    await expect.poll(() => edge.status().connections).toBe(0);
  }
});

test('what a client sends before its connection stands comes first, and one that leaves until then is noticed', async () => {
  const { edge, got } = await taking();
  const now = edge.options.now();
  edge.faults.add({ edge: edge.plan.name, effect: { kind: 'latency', ms: 1000 }, endsAtMs: now + 1200 }, now);
  const leaves = net.connect(edge.port, edge.host);
  leaves.write('something');
  await expect.poll(() => edge.status().connections).toBe(1);
  leaves.resetAndDestroy();
  await send(edge);
  expect(got).toEqual([digest]);
  const metrics = await edge.options.telemetry.metrics.text();
  expect(metrics).toMatch(/code="client-left"\} 1\n/);
  expect(edge.status()).toMatchObject({ connections: 0, failures: 0 });
});

test('this Node.js lends what accepted connections read', async () => {
  const server = net.createServer({ allowHalfOpen: true });
  const accepted = new Promise<Client>((resolve) => server.once('connection', (socket) => resolve(lentClient(socket))));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on no port.');
  const other = net.connect(address.port, '127.0.0.1');
  const { socket, lent } = await accepted;
  other.end('asked');
  if (lent === undefined) throw new Error('It is not lent.');
  const heard = new Promise<string>((resolve) => {
    lent.take = (chunk) => {
      resolve(chunk.toString());
      return true;
    };
  });
  expect(await heard).toBe('asked');
  expect(socket.remoteAddress).toBe('127.0.0.1');
  socket.end('answered');
  expect(String((await once(other, 'data'))[0])).toBe('answered');
  await once(socket, 'close');
  expect([socket.bytesRead, socket.bytesWritten]).toEqual([5, 8]);
  server.close();
  await once(server, 'close');
});
