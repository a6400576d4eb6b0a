import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedPostgres } from '@asbuilt/runtime';
import { Client } from 'pg';

/** A real PostgreSQL server for one test file. */
export interface DatabaseServer {
  /** Where it listens now. */
  url(): string;
  /** Makes an empty database; the URL says how to reach it as long as the server is not restarted. */
  createDatabase(name: string): Promise<string>;
  /** Stops and starts it: it keeps its data and gets another port. */
  restart(): Promise<void>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
}

export async function startDatabaseServer(): Promise<DatabaseServer> {
  const directory = await mkdtemp(join(tmpdir(), 'asbuilt-api-test-'));
  let server = await openEmbeddedPostgres({ directory });
  return {
    url: () => server.url,
    createDatabase: async (name) => {
      await run(server.url, `create database ${name}`);
      return inDatabase(server.url, name);
    },
    restart: async () => {
      await server.stop();
      server = await openEmbeddedPostgres({ directory });
    },
    remove: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The URL of the database `name` on the server that `url` points to. */
export function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = name;
  return changed.href;
}

/** Runs one statement and returns its rows. */
export async function run(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}
