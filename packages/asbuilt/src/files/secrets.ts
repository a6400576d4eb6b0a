import { existsSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { readText } from './read-text.ts';

/** The variables that a secrets file sets, `NAME=value` a line; none when there is no such file. */
export async function readSecrets(path: string | undefined): Promise<Readonly<Record<string, string | undefined>>> {
  return path === undefined || !existsSync(path) ? {} : parseEnv(await readText(path, path));
}
