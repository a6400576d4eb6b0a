import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { NewCluster } from './init-cluster.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { serverEnvironment } from './server-environment.ts';

/** It says what is wrong, and not with what. As with initdb, nothing waits for the disk: there is no data yet. */
const settings = ['exit_on_error=on', 'log_min_error_statement=panic', 'fsync=off'];

/**
 * Runs one statement on a cluster that no server runs on: a tenth of what it takes to start one and to stop it.
 *
 * @throws {Error} that says what PostgreSQL said, without the statement
 */
export async function inSingleUserMode(
  binaries: PostgresBinaries,
  { data, user }: NewCluster,
  statement: string,
): Promise<void> {
  const args = ['--single', '-j', '-D', data, ...settings.flatMap((setting) => ['-c', setting]), 'postgres'];
  const running = promisify(execFile)(binaries.postgres, args, {
    cwd: dirname(data),
    env: serverEnvironment,
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  // With -j, a semicolon and an empty line end a statement. A server that ends before it has read everything tells by its
  // ending how that came; when we are killed, it ends with its input.
  running.child.stdin?.on('error', () => {}).end(`${statement};\n\n`);
  try {
    await running;
  } catch (error) {
    throw new Error(`PostgreSQL could not prepare ${data}: ${wordsOf(error)}`, { cause: error });
  }
}

function wordsOf(error: unknown): string {
  const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return words === '' ? String(error) : words.split('\n').slice(-5).join(' | ');
}
