import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { ConfigurationError } from '#supervisor/configuration-error';

/** The password of a cluster, kept in a file that only its user can read: made with a new cluster, read with one that exists. */
export async function clusterPassword(file: string, clusterExists: boolean): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(ignoreMissing);
  if (kept !== undefined) return kept.trim();
  if (clusterExists) {
    throw new ConfigurationError(
      `the password of the embedded PostgreSQL is missing from ${file}; put the file back, or remove the folder "postgres" beside it to begin with an empty database`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
