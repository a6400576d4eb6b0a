import net from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { ask, openEdge, sleep, type TestEdge } from '../gateway/kit.ts';
import { connected, openPostgresEdge, startPostgres, through } from '../gateway/postgres/server.ts';
import { eventually } from '../sample-system.ts';
import { type Chance, chance } from './chance.ts';
import { malformedRequest } from './malformed-http.ts';
import { malformedSession } from './malformed-postgres.ts';
import { setTrap } from './trap.ts';

const atATime = 24;
const patience = { headersWithinMs: 500, least: { graceMs: 500, bytesPerSecond: 1000 }, lookEveryMs: 100 };

/**
 * Sends some bytes, sometimes bit by bit, and leaves in some way; settles when the connection is over. Now and then the
 * rest never comes, and it is the edge that has to put an end to it.
 */
async function send({ port, host }: TestEdge, bytes: Buffer, { next, whole }: Chance): Promise<void> {
  const isSlow = next() < 0.05;
  const isRude = next() < 0.1;
  const isStalled = next() < 0.01;
  const cut = whole(bytes.length);
  const socket = net.connect(port, host);
  const over = new Promise((settle) => socket.once('close', settle));
  socket.on('error', () => socket.destroy());
  socket.resume();
  if (isStalled) socket.write(bytes.subarray(0, cut));
  else if (isSlow) {
    socket.write(bytes.subarray(0, cut));
    await sleep(20);
    socket.write(bytes.subarray(cut));
  } else socket.write(bytes);
  if (isRude) setTimeout(() => socket.resetAndDestroy(), 5);
  else if (!isStalled) socket.end();
  const hung = setTimeout(() => socket.destroy(), 2_000);
  await over;
  clearTimeout(hung);
}

async function sendMany(edge: TestEdge, many: number, make: (id: number) => Buffer, chances: Chance): Promise<void> {
  let sent = 0;
  const client = async (): Promise<void> => {
    while (sent < many) {
      sent += 1;
      await send(edge, make(sent), chances);
    }
  };
  await Promise.all(Array.from({ length: atATime }, client));
}

interface Footprint {
  readonly heapBytes: number;
  readonly sockets: number;
  readonly timers: number;
}

/** What is there when nothing is under way. */
async function footprint(edge: TestEdge): Promise<Footprint> {
  await eventually(() => edge.status().inFlight === 0 && (edge.status().connections ?? 0) === 0, 60_000);
  await sleep(300);
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('garbage cannot be collected by hand');
  collect();
  const heapBytes = process.memoryUsage().heapUsed;
  const resources = process.getActiveResourcesInfo();
  const many = (kind: RegExp): number => resources.filter((name) => kind.test(name)).length;
  return {
    heapBytes,
    sockets: many(/^(?:TCPSocket|TCP|TLS)/),
    timers: many(/^Timeout/),
  };
}

/** Half a kilobyte for each is less than any part of a call that could be forgotten; what is only late goes away. */
async function expectNothingLeft(edge: TestEdge, before: Footprint, many: number): Promise<void> {
  const left = async (): Promise<readonly string[]> => {
    const after = await footprint(edge);
    const bytes = after.heapBytes - before.heapBytes;
    return [
      ...(bytes < many * 512 ? [] : [`${bytes} bytes`]),
      ...(after.sockets <= before.sockets + 4 ? [] : [`${after.sockets - before.sockets} sockets`]),
      ...(after.timers <= before.timers + 4 ? [] : [`${after.timers - before.timers} timers`]),
    ];
  };
  await expect.poll(left).toEqual([]);
}

test('7,000 malformed requests at the public entry: none is smuggled to the service, and nothing is left of them', async () => {
  const { service, targets, violations } = await setTrap();
  const edge = await openEdge({
    entry: true,
    name: 'User → API',
    target: service.target,
    timeoutMs: 1_000,
    patience,
    keepsLines: false,
  });
  const chances = chance(7_000);
  await sendMany(edge, 500, (id) => malformedRequest(id, chances), chances);
  const before = await footprint(edge);
  const warmedUp = targets.length;
  await sendMany(edge, 6_500, (id) => malformedRequest(id + 500, chances), chances);
  expect(violations).toEqual([]);
  expect(targets.filter((target) => target.includes('smuggled') || target.includes('elsewhere:'))).toEqual([]);
  // Most are refused; what is a request all the same comes through once.
  expect(targets.length - warmedUp).toBeGreaterThan(100);
  expect(targets.length).toBeLessThan(3_500);
  expect((await ask(edge, { path: '/well' })).body).toBe('ok');
  await expectNothingLeft(edge, before, 6_500);
}, 240_000);

test('3,000 malformed sessions at an edge to PostgreSQL: the server is well, and nothing is left of them', async () => {
  const { server, stop } = await startPostgres();
  try {
    const edge = await openPostgresEdge({ target: () => server, timeoutMs: 1_000, keepsLines: false });
    const chances = chance(3_000);
    await sendMany(edge, 300, () => malformedSession(chances), chances);
    const before = await footprint(edge);
    await sendMany(edge, 2_700, () => malformedSession(chances), chances);
    const client = await connected(through(edge, server));
    expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    await client.end();
    await expectNothingLeft(edge, before, 2_700);
  } finally {
    await stop();
  }
}, 240_000);
