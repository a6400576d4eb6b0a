import net, { type AddressInfo, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Connections } from '#http-client/connections';
import type { Asking } from '#http-client/exchange';
import { until } from '../gateway/kit.ts';

const get: Asking = { method: 'GET', path: '/', headers: ['Host', 'x'], takesTrailers: false };
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

interface Callee {
  readonly connections: Connections;
  /** How many connections there have been. */
  readonly made: () => number;
  /** How many there are. */
  readonly open: () => number;
}

/** A callee that does with each piece that comes what a test says. */
async function callee(answer: (socket: Socket, piece: string, made: number) => void): Promise<Callee> {
  let made = 0;
  const open = new Set<Socket>();
  const server = net.createServer((socket) => {
    made += 1;
    const number = made;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (piece) => answer(socket, piece.toString('latin1'), number));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const connections = new Connections({ host: '127.0.0.1', port: portOf(server.address()), connectMs: 10_000 });
  onTestFinished(async () => {
    await connections.destroy();
    server.close();
    for (const socket of open) socket.destroy();
  });
  return { connections, made: () => made, open: () => open.size };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What comes of a call: `200 ok`, or why there is nothing. */
function call({ connections }: Pick<Callee, 'connections'>, asking: Asking = get): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    connections.send(asking, {
      onInterim: () => undefined,
      onHead: ({ status }) => {
        said = `${status} `;
      },
      onPause: () => undefined,
      onData: (chunk) => {
        said += chunk.toString('latin1');
      },
      onEnd: () => resolve(said),
      onUpgrade: (_head, socket) => socket.destroy(),
      onError: ({ code, wasIdle, isUnconnected }) =>
        resolve([code, wasIdle && 'idle', isUnconnected && 'unconnected'].filter((word) => word !== false).join(' ')),
    });
  });
}

describe('a connection', () => {
  test('carries call after call, and no two at a time', async () => {
    const service = await callee((socket) => void setTimeout(() => socket.write(ok), 10));
    for (let round = 0; round < 3; round += 1) expect(await call(service)).toBe('200 ok');
    expect(service.made()).toBe(1);
    await Promise.all([call(service), call(service), call(service)]);
    expect(service.made()).toBe(3);
  });

  test('is given up before its callee says that it closes it', async () => {
    const service = await callee((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=2\r\n\r\nok');
    });
    await call(service);
    await call(service);
    expect(service.made()).toBe(2);
    await until(() => service.open() === 0, 'both are closed');
  });

  test('of a callee that answers and says more is not trusted with another call', async () => {
    const service = await callee(
      (socket) => void socket.write(`${ok}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`),
    );
    expect([await call(service), await call(service)]).toEqual(['200 ok', '200 ok']);
    expect(service.made()).toBe(2);
  });

  test('over which something comes between two calls is closed', async () => {
    const service = await callee((socket) => {
      socket.write(ok);
      setTimeout(() => socket.write(ok), 20);
    });
    expect(await call(service)).toBe('200 ok');
    await until(() => service.open() === 0, 'it is closed');
    expect(await call(service)).toBe('200 ok');
  });

  test('whose callee answered before it had all of the body carries no other call', async () => {
    const service = await callee((socket, piece) => {
      if (piece.includes('HTTP/1.1')) socket.write('HTTP/1.1 413 Too Much\r\nContent-Length: 0\r\n\r\n');
    });
    const stream = new PassThrough();
    stream.write('some');
    const body = { stream, isChunked: true, trailers: () => [] };
    expect(await call(service, { ...get, method: 'POST', body })).toBe('413 ');
    await until(() => service.open() === 0, 'it is closed');
  });

  test('sends a body in chunks and what stands behind it', async () => {
    let got = '';
    const service = await callee((socket, piece) => {
      got += piece;
      if (got.endsWith('\r\n\r\n') && got.includes('\r\n0\r\n')) socket.write(ok);
    });
    const stream = new PassThrough();
    const body = { stream, isChunked: true, trailers: () => [['X-Sum', '1']] as const };
    stream.end('all of it');
    expect(await call(service, { ...get, method: 'POST', body })).toBe('200 ok');
    expect(got).toBe(
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nall of it\r\n0\r\nX-Sum: 1\r\n\r\n',
    );
  });
});

describe('a call without an answer says why', () => {
  test('nobody listens', async () => {
    const { connections } = await callee(() => undefined);
    const nobody = new Connections({ host: '127.0.0.1', port: 1, connectMs: 10_000 });
    onTestFinished(() => nobody.destroy());
    expect(await call({ connections: nobody })).toBe('ECONNREFUSED unconnected');
    await connections.destroy();
  });

  test('the callee closed a connection that had answered before, and it may be asked again', async () => {
    const service = await callee((socket, _piece, made) => {
      if (made === 1 && socket.bytesRead > 100) socket.destroy();
      else socket.write(ok);
    });
    const asking = { ...get, path: `/${'x'.repeat(60)}` };
    expect(await call(service, asking)).toBe('200 ok');
    expect(await call(service, asking)).toMatch(/^(CLOSED|ECONNRESET) idle$/);
  });

  test.each([
    ['before its answer', '', /^(CLOSED|ECONNRESET)$/],
    ['amid its answer', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab', /^(CLOSED|ECONNRESET)$/],
    ['with something else', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', /^MALFORMED$/],
  ])('the callee ended it %s', async (_when, said, expected) => {
    const service = await callee((socket) => void socket.end(said));
    expect(await call(service)).toMatch(expected);
  });

  test('the connections are ended', async () => {
    const service = await callee(() => undefined);
    const asked = call(service);
    await until(() => service.open() === 1, 'it is asked');
    await service.connections.destroy();
    expect(await asked).toBe('CLOSED');
  });
});

test('an answer without a length ends with its connection', async () => {
  const service = await callee((socket) => void socket.end('HTTP/1.0 200 OK\r\n\r\nall there is'));
  expect(await call(service)).toBe('200 all there is');
});

test('calls that are under way run to their end when no others are to come', async () => {
  let asking: Socket | undefined;
  const service = await callee((socket) => {
    asking = socket;
  });
  const asked = call(service);
  await until(() => service.open() === 1, 'it is asked');
  service.connections.close();
  await until(() => {
    asking?.write(ok);
    return service.open() === 0;
  }, 'its connection is closed once it has its answer');
  expect(await asked).toBe('200 ok');
});
