import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { inBatches } from './batches.ts';
import { codeOf, tryFile } from './failure.ts';

/** A text and where it is to be written. */
export interface PendingFile {
  /** Absolute, links followed. */
  readonly path: string;
  /** The path as the user knows it, for messages. */
  readonly shown: string;
  readonly text: string;
}

/** A file that stands whole beside its place, under another name. */
interface Beside extends PendingFile {
  readonly temporary: string;
}

/**
 * Writes files so that each is seen either as it was or wholly new, and all of them or none as far as a file system can
 * promise it: every file is first written whole beside its place, and only when all are there do they take their names.
 * Missing folders are made, permissions are kept. Throws a `UsageError` that says which files were written, if any.
 */
export async function writeTexts(files: readonly PendingFile[]): Promise<void> {
  const begun: Beside[] = [];
  try {
    const beside = await inBatches(files, async (file) => {
      const whole = await attempt(file, [], () => writeBeside(file));
      begun.push(whole);
      return whole;
    });
    for (const [index, file] of beside.entries()) {
      await attempt(file, beside.slice(0, index), () => rename(file.temporary, file.path));
    }
  } finally {
    await inBatches(begun, ({ temporary }) => rm(temporary, { force: true }));
  }
}

function attempt<T>(file: PendingFile, written: readonly PendingFile[], act: () => Promise<T>): Promise<T> {
  const before =
    written.length === 0 ? 'Nothing was written' : `Written before: ${written.map(({ shown }) => shown).join(', ')}`;
  return tryFile(act, (reason) => `${file.shown} cannot be written: ${reason}. ${before}.`);
}

async function writeBeside(file: PendingFile): Promise<Beside> {
  const folder = dirname(file.path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(file.path)}.${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx');
  try {
    await fill(handle, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return { ...file, temporary };
}

/** Synchronised before the file takes its name: after a power cut a renamed but empty file would be worse than the old one. */
async function fill(handle: FileHandle, { path, text }: PendingFile): Promise<void> {
  await handle.writeFile(text);
  const mode = await modeOf(path);
  if (mode !== undefined) await handle.chmod(mode);
  await handle.sync();
}

/** The permissions of a file that is there already. */
async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o7777;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
