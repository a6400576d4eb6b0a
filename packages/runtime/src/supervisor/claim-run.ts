import { renameSync, writeFileSync } from 'node:fs';
import { link, rm, writeFile } from 'node:fs/promises';
import { messageOf } from '#values/message-of';
import { ConfigurationError } from './configuration-error.ts';
import { endLeftovers } from './leftovers.ts';
import { identify, isRunning } from './process-identity.ts';
import { type RunRecord, readRunRecord, runFileOf } from './run-record.ts';

/** The record of the system that this process runs. */
export interface ClaimedRun {
  /**
   * Adds to the record. On disk when it returns: what is started must be found even if we are killed the next moment.
   * Where the disk takes nothing, that is told, and what runs goes on.
   */
  write(change: (record: RunRecord) => RunRecord): void;
  release(): Promise<void>;
}

/**
 * Makes this process the one that runs the system of a state directory. What a killed run left behind is ended first.
 *
 * @throws {ConfigurationError} when the system runs already
 */
export async function claimRun(
  stateDirectory: string,
  overview: string,
  tell: (sentence: string) => void,
): Promise<ClaimedRun> {
  const path = runFileOf(stateDirectory);
  const earlier = await readRunRecord(stateDirectory);
  if (earlier !== undefined) {
    if (await isRunning(earlier.supervisor)) throw alreadyRunning(earlier);
    await endLeftovers(earlier.groups);
    await rm(path, { force: true });
  }
  const supervisor = await identify(process.pid);
  if (supervisor === undefined) throw new Error('the machine does not list this process');
  let record: RunRecord = { supervisor, overview, groups: [] };
  await createWhole(path, record);
  return {
    write: (change) => {
      record = change(record);
      try {
        writeFileSync(draftOf(path), JSON.stringify(record));
        renameSync(draftOf(path), path);
      } catch (error) {
        tell(
          `${path} cannot be written: ${messageOf(error)}; should asbuilt be killed now, look for processes left over`,
        );
      }
    },
    release: () => rm(path, { force: true }),
  };
}

/** Fails when somebody else made the file in the meantime; nobody ever sees half of it. */
async function createWhole(path: string, record: RunRecord): Promise<void> {
  const draft = draftOf(path);
  await writeFile(draft, JSON.stringify(record));
  try {
    await link(draft, path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw alreadyRunning(undefined);
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

function draftOf(path: string): string {
  return `${path}.${process.pid}`;
}

function alreadyRunning(record: RunRecord | undefined): ConfigurationError {
  const who = record === undefined ? '' : ` as process ${record.supervisor.pid}`;
  const where = record?.entryUrl === undefined ? '' : ` at ${record.entryUrl}`;
  return new ConfigurationError(
    `the system is already running${who}${where}; look at it with "asbuilt status", or stop it first`,
  );
}
