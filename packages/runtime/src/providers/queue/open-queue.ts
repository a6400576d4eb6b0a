import { ConfigurationError } from '#supervisor/configuration-error';
import { chosenProvider, type Environment } from '../chosen.ts';
import { openBullmqQueue } from './bullmq-queue.ts';
import { openPostgresQueue } from './postgres-queue.ts';
import type { Queue } from './queue.ts';

export { type BullmqQueueOptions, openBullmqQueue } from './bullmq-queue.ts';
export { openPostgresQueue, type PostgresQueueOptions } from './postgres-queue.ts';
export type { DeadJob, Handler, Job, JobOptions, Payload, Queue, Worker, WorkOptions } from './queue.ts';

export interface QueueOptions {
  /** `REDIS_URL` (BullMQ) or `DATABASE_URL` (PostgreSQL), the first that is set unless `QUEUE_PROVIDER` names `bullmq` or `postgres`. */
  readonly env: Environment;
  /** Receives a sentence about what goes wrong. */
  readonly log: (line: string) => void;
}

/**
 * Opens the queue that the environment names.
 *
 * @throws {ConfigurationError} when it names none, or an unknown one
 */
export async function openQueue({ env, log }: QueueOptions): Promise<Queue> {
  const provider = chosenProvider('QUEUE_PROVIDER', { bullmq: 'REDIS_URL', postgres: 'DATABASE_URL' }, env);
  switch (provider) {
    case 'bullmq':
      return openBullmqQueue({ url: urlIn(env, 'REDIS_URL', /^rediss?:/), log });
    case 'postgres':
      return openOwnPool(urlIn(env, 'DATABASE_URL', /^postgres(?:ql)?:/), log);
  }
}

async function openOwnPool(connectionString: string, log: (line: string) => void): Promise<Queue> {
  const { Pool } = await import('pg');
  const pool = new Pool({ connectionString });
  pool.on('error', (error) => log(`A connection of the queue broke: ${error.message}`));
  try {
    const queue = await openPostgresQueue({ pool, log });
    return {
      ...queue,
      close: async () => {
        await queue.close();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function urlIn(env: Environment, variable: string, protocol: RegExp): string {
  const url = env[variable] ?? '';
  // The value is not quoted: it may hold a password.
  if (!URL.canParse(url) || !protocol.test(url))
    throw new ConfigurationError(
      `${variable} is not the address of such a server; write it as ${variable === 'REDIS_URL' ? 'redis://host:6379' : 'postgres://user:password@host:5432/database'}`,
    );
  return url;
}
