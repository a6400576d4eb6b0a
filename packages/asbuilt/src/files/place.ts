import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';

/** Whether there is something at an absolute path. */
export function isThere(path: string): boolean {
  return existsSync(path);
}

/** Where a file really is: the end of the links that lead there. */
export function realPlaceOf(path: string): Promise<string> {
  return realpath(path);
}
