import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The token that allows to inject faults into the system that runs by this state directory. */
export function readToken(stateDirectory: string): Promise<string> {
  return readFile(tokenFileOf(stateDirectory), 'utf8');
}

/** Where the token is kept. */
export function tokenFileOf(stateDirectory: string): string {
  return join(stateDirectory, 'token');
}

/** Makes a new token, in a file that only its user can read. */
export async function makeToken(stateDirectory: string): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  // Removed first: writing into a file that is there would keep its mode.
  await rm(tokenFileOf(stateDirectory), { force: true });
  await writeFile(tokenFileOf(stateDirectory), token, { mode: 0o600 });
  return token;
}

/** Whether an Authorization header carries the token (RFC 6750), compared in constant time. */
export function carriesToken(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
