import { onTestFinished } from 'vitest';
import { openEmbeddedPostgres } from '#providers/database/embedded-postgres';
import { openQueue, type Queue } from '#providers/queue/open-queue';
import { startRedis } from '../../redis-server.ts';

/** The servers that a queue may be kept in. */
export type Kind = 'postgres' | 'bullmq';

/** A server that was started, as the environment names it. */
export interface Server {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startServer(kind: Kind, directory: string): Promise<Server> {
  if (kind === 'bullmq') {
    const redis = await startRedis();
    return { env: { REDIS_URL: `redis://127.0.0.1:${redis.port}` }, stop: redis.stop };
  }
  const postgres = await openEmbeddedPostgres({ directory });
  return { env: { DATABASE_URL: postgres.url }, stop: () => postgres.stop() };
}

/** A queue of this test, closed at its end, with what it told. */
export async function open(server: Server): Promise<{ readonly queue: Queue; readonly told: string[] }> {
  const told: string[] = [];
  const queue = await openQueue({ env: server.env, log: (line) => told.push(line) });
  onTestFinished(() => queue.close());
  return { queue, told };
}
