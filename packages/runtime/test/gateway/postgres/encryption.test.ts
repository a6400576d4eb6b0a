import { once } from 'node:events';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTcpService, type TestEdge } from '../kit.ts';
import { connected, failure, openPostgresEdge, startPostgres, type TestServer, through } from './server.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startPostgres();
});
afterAll(() => running.stop());

const breaker = { opensAfterFailures: 3, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 };

async function opened(): Promise<{ edge: TestEdge; url: string }> {
  const { server } = running;
  const edge = await openPostgresEdge({ target: () => ({ host: server.host, port: server.port }) });
  return { edge, url: through(edge, server) };
}

describe('encryption on an edge that speaks PostgreSQL', () => {
  test('declines encryption on this machine, so that clients that merely prefer it go on in clear', async () => {
    const { edge } = await opened();
    const client = net.connect(edge.port, edge.host);
    client.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    expect(String((await once(client, 'data'))[0])).toBe('N');
    client.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 48]));
    expect(String((await once(client, 'data'))[0])).toBe('N');
    const startup = Buffer.from('\0\0\0\0\0\x03\0\0user\0nobody\0\0', 'latin1');
    startup.writeInt32BE(startup.length);
    client.write(startup);
    expect(String((await once(client, 'data'))[0]).charAt(0)).toMatch(/[RE]/);
    client.destroy();
  });

  test('leaves it to the server once a client insists, and passes what is encrypted through', async () => {
    const { edge, url } = await opened();
    expect((await failure(connected(url, { ssl: true }))).message).toMatch(/does not support SSL/);
    await expect.poll(() => JSON.stringify(edge.lines())).toContain('A client left since it may not encrypt here');
    // This server has no TLS: its own no comes back, and clear sessions are followed as before.
    expect((await failure(connected(url, { ssl: true }))).message).toMatch(/does not support SSL/);
    expect((await (await connected(url)).query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    expect(await edge.options.telemetry.metrics.text()).toMatch(/code="ok"\} 1\n/);
  });

  test('passes TLS and other protocols through, whoever speaks first', async () => {
    const service = await startTcpService((socket) => void socket.pipe(socket));
    const edge = await openPostgresEdge({ target: service.target, breaker });
    const client = net.connect(edge.port, edge.host);
    client.end(Buffer.from([0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5]));
    expect(await text(client)).toHaveLength(10);
    const greeter = await startTcpService((socket) => void socket.end('220 ready\r\n'));
    const other = await openPostgresEdge({ target: greeter.target });
    expect(await text(net.connect(other.port, other.host))).toBe('220 ready\r\n');
  });
});
