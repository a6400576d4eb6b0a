import { createServer, type Server } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { besides, freePort, onFreePort, reservePort } from '../../src/supervisor/free-port.ts';

async function occupy(port: number): Promise<Server> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((settle, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', settle);
  });
  return server;
}

describe('a port that is chosen before it is bound', () => {
  test('is none that connections which go out are given, and nobody else is offered it', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, freePort));
    expect(new Set(ports).size).toBe(20);
    for (let times = 0; times < 20; times += 1) {
      const given = (await occupy(0)).address();
      expect(typeof given === 'object' && given !== null && ports.includes(given.port)).toBe(false);
    }
  });

  test('is not one that is taken, or kept for somebody', async () => {
    const port = await freePort();
    // Where somebody else has them, they are taken all the same.
    await occupy(port + 1).catch(() => undefined);
    await reservePort(port + 2).catch(() => undefined);
    expect([port + 1, port + 2]).not.toContain(await freePort());
    await occupy(port);
    await expect(reservePort(port)).rejects.toThrow('EADDRINUSE');
  });

  test('is looked for below those of connections, else above them, and anywhere where there is nothing else', () => {
    expect(besides({ first: 32_768, last: 60_999 })).toEqual({ first: 10_100, last: 19_999 });
    expect(besides({ first: 15_000, last: 60_999 })).toEqual({ first: 10_100, last: 14_999 });
    expect(besides({ first: 10_000, last: 60_999 })).toEqual({ first: 61_000, last: 65_535 });
    expect(besides({ first: 1_024, last: 65_535 })).toEqual({ first: 10_100, last: 19_999 });
  });
});

describe('a start on a port that somebody else took meanwhile', () => {
  test('is tried again on another one', async () => {
    const tried: number[] = [];
    const up = await onFreePort(async (port) => {
      tried.push(port);
      if (tried.length === 1) await occupy(port);
      await occupy(port);
      return port;
    });
    expect(tried).toHaveLength(2);
    expect(up).toBe(tried[1]);
  });

  test('is given up when the port is not the reason, when it happens again and again, and when nobody waits for it', async () => {
    let starts = 0;
    const failing = async (): Promise<never> => {
      starts += 1;
      throw new Error('no key');
    };
    await expect(onFreePort(failing)).rejects.toThrow('no key');
    expect(starts).toBe(1);
    const unlucky = async (port: number): Promise<never> => {
      await occupy(port);
      return failing();
    };
    await expect(onFreePort(unlucky)).rejects.toThrow('no key');
    expect(starts).toBe(4);
    await expect(onFreePort(unlucky, AbortSignal.abort())).rejects.toThrow('no key');
    expect(starts).toBe(5);
  });
});
