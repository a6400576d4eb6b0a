import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of this test alone, removed at its end. Every user may enter it unless it is private. */
export async function scratch(mode: 0o755 | 0o700 = 0o755): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'asbuilt-test-')));
  await chmod(folder, mode);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
