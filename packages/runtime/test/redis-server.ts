import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** The Redis server of `npm test` (see scripts/lib/redis-server.mjs), or the one on the path. */
export const redisCommand: string = process.env['REDIS_SERVER'] ?? 'redis-server';

/** Where a Redis server listens that runs for a test. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Whether there is a Redis server to test with. */
export async function hasRedisServer(): Promise<boolean> {
  const child = spawn(redisCommand, ['--version'], { stdio: 'ignore' });
  try {
    const [code] = await once(child, 'close');
    return code === 0;
  } catch {
    return false;
  }
}

/** Starts one that keeps nothing, on a free port unless it is to be where another one was. Stop it when done. */
export async function startRedis(options: readonly string[] = [], samePort?: number): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), 'asbuilt-redis-'));
  const port = samePort ?? (await freePort());
  const fixed = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'no'];
  const child = spawn(redisCommand, [...fixed, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  await listens(child.stdout);
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
    await rm(directory, { recursive: true, force: true });
  };
  return { host: '127.0.0.1', port, pid: child.pid ?? 0, stop };
}

function listens(output: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Ready to accept connections')) resolve();
    });
    output.once('end', () => reject(new Error(`The Redis server did not start: ${text}`)));
  });
}
