import { setTimeout as pause } from 'node:timers/promises';
import type { Client, ClientConfig } from 'pg';
import type { Login } from './login.ts';

/** A server that was killed replays its log before it answers: that may take long. */
const answersWithinMs = 60_000;
const pollMs = 10;
/** The server is starting up (PostgreSQL, appendix A: error codes). */
const cannotConnectNow = '57P03';

/** Waits until the server on this port takes sessions, and makes the login's database if it is not there yet. */
export async function prepareDatabase(port: number, login: Login, signal: AbortSignal): Promise<void> {
  const client = await connectWhenReady({ host: '127.0.0.1', port, ...login, database: 'postgres' }, signal);
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [login.database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(login.database)}`);
  } finally {
    await client.end();
  }
}

async function connectWhenReady(config: ClientConfig, signal: AbortSignal): Promise<Client> {
  const deadline = performance.now() + answersWithinMs;
  // A system without a database does not wait for its driver.
  const pg = await import('pg');
  for (;;) {
    signal.throwIfAborted();
    const client = new pg.Client(config);
    // A session that breaks fails what is under way on it; without a listener it would end the process as well.
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!isNotReadyYet(error) || performance.now() >= deadline) throw error;
    }
    await pause(pollMs);
  }
}

function isNotReadyYet(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === cannotConnectNow;
}
