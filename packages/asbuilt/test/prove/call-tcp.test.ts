import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { callTcp } from '#prove/drills/call-tcp';
import type { CalledEdge } from '#prove/drills/called-edge';

/** An ErrorResponse of PostgreSQL that says that it is starting up. */
const startingUp = Buffer.concat([Buffer.from([0x45, 0, 0, 0, 19]), Buffer.from('SFATAL\0C57P03\0\0')]);
const asksForPassword = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 10]);

async function edgeTo(answers: readonly Buffer[], wire: 'postgres' | 'redis'): Promise<CalledEdge> {
  let calls = 0;
  const server = createServer((socket) => {
    const answer = answers[calls] ?? '';
    calls += 1;
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.write(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const plan = { name: 'API → Store', from: 'API', to: 'Store', protocol: 'tcp', wire, entry: false } as const;
  return { plan, address: `127.0.0.1:${address.port}`, protocol: 'tcp', path: '/', past: { failures: 0 } };
}

const patience = { limitMs: 60_000, signal: new AbortController().signal };

it('remembers what failed before PostgreSQL: that it greets again makes up for nothing', async () => {
  const edge = await edgeTo([startingUp, asksForPassword, startingUp], 'postgres');
  expect(await callTcp(edge, patience)).toMatchObject({ well: false, outcome: 'answered 57P03' });
  expect(await callTcp(edge, patience)).toMatchObject({ well: true });
  expect(edge.past).toEqual({ failures: 1 });
  await callTcp(edge, patience);
  expect(edge.past).toEqual({ failures: 2 });
});

it('need not remember it before Redis, whose answer makes up for it', async () => {
  const edge = await edgeTo([Buffer.from('-ERR no\r\n'), Buffer.from('+PONG\r\n')], 'redis');
  expect(await callTcp(edge, patience)).toMatchObject({ well: false });
  expect(await callTcp(edge, patience)).toMatchObject({ well: true });
  expect(edge.past).toEqual({ failures: 0 });
});
