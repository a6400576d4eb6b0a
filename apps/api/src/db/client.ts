import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { Pool } from 'pg';
import * as schema from './schema.ts';

/** What queries run on: the database itself or a transaction in it. */
export type Database = PgDatabase<NodePgQueryResultHKT, typeof schema>;

const limits = {
  /** Requests share 8 connections; the worker keeps one for notifications and takes at most two more. */
  max: 11,
  connectionTimeoutMillis: 5_000,
  /** No query of this service takes that long unless something is wrong. */
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 10_000,
};

/** A pool of connections to `url`; it connects at the first query. `lost` hears of connections that broke. */
export function openPool(url: string, lost: (error: Error) => void): Pool {
  const pool = new Pool({ connectionString: url, application_name: 'asbuilt-api', ...limits });
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

/** The database behind `pool`. */
export function openDatabase(pool: Pool): Database {
  return drizzle(pool, { schema });
}
