import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { onTestFinished } from 'vitest';
import { openEmbeddedPostgres } from '../../../src/providers/database/embedded-postgres.ts';
import type { EmbeddedPostgres } from '../../../src/providers/database/embedded-server.ts';
import { openEdge, type TestEdge, type TestPlan } from '../kit.ts';

/** A PostgreSQL server for the tests of one file. */
export interface TestServer {
  readonly server: EmbeddedPostgres;
  readonly stop: () => Promise<void>;
}

export async function startPostgres(): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'asbuilt-postgres-'));
  const server = await openEmbeddedPostgres({ directory });
  return {
    server,
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export function openPostgresEdge(plan: TestPlan): Promise<TestEdge> {
  return openEdge({
    name: 'API → Database',
    from: 'API',
    to: 'Database',
    protocol: 'tcp',
    wire: 'postgres',
    ...plan,
  });
}

/** The URL of a server by which a client gets to it through an edge. */
export function through(edge: { readonly host: string; readonly port: number }, server: EmbeddedPostgres): string {
  const url = new URL(server.url);
  url.host = `${edge.host}:${edge.port}`;
  return url.href;
}

/** A client that is connected; it ends with the test. */
export async function connected(connectionString: string, config: ClientConfig = {}): Promise<Client> {
  const client = new Client({ connectionString, ...config });
  // What breaks a connection on purpose is seen by its queries.
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end().catch(() => undefined));
  return client;
}

/** What a promise is rejected with, as far as clients of PostgreSQL tell. */
export async function failure(
  promise: Promise<unknown>,
): Promise<{ code?: unknown; message?: string; detail?: unknown; severity?: unknown }> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code, detail, severity } = Object.assign(
      { code: undefined, detail: undefined, severity: undefined },
      error,
    );
    return { code, message: error.message, detail, severity };
  }
  throw new Error('It did not fail.');
}
