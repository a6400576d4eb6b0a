import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { Pool, PoolClient } from 'pg';

/** The SQL files stay where drizzle-kit writes them, so this holds for the sources and for dist/ alike. */
const migrationsFolder = fileURLToPath(new URL('../../src/db/migrations', import.meta.url));

/** Any number that no other user of the database takes as an advisory lock. */
const lockKey = 7_233_641_902;

/** Brings the tables of the service up to date. Instances that start at once take turns. */
export async function migrateDatabase(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await underLock(client, async () => {
      await migrate(drizzle(client), { migrationsFolder });
    });
  } finally {
    client.release();
  }
}

/** Waiting for the lock may take as long as the other instance's migrations, so no statement timeout applies to it. */
async function underLock(client: PoolClient, work: () => Promise<void>): Promise<void> {
  await client.query('set statement_timeout = 0');
  await client.query('select pg_advisory_lock($1)', [lockKey]);
  try {
    await work();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]);
    await client.query('reset statement_timeout');
  }
}
