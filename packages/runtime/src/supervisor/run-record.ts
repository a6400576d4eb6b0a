import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity } from './process-identity.ts';

/** What `run.json` in the state directory says about the system that runs, or ran when it was killed. */
export interface RunRecord {
  /** The process of `asbuilt up`. */
  readonly supervisor: ProcessIdentity;
  /** Path of the overview, as the user wrote it. */
  readonly overview: string;
  /** Present once the control server listens. */
  readonly controlUrl?: string;
  /** Present once the system is up. */
  readonly entryUrl?: string;
  /** The process groups that services run in. */
  readonly groups: readonly ServiceGroup[];
}

/** The leader of the process group that an instance of a service was started in last. */
export interface ServiceGroup extends ProcessIdentity {
  readonly service: string;
  readonly instance: number;
}

/** Where the record is kept. */
export function runFileOf(stateDirectory: string): string {
  return join(stateDirectory, 'run.json');
}

/** The record of the system that runs by this state directory; `undefined` when none does. */
export async function liveRun(stateDirectory: string): Promise<RunRecord | undefined> {
  const record = await readRunRecord(stateDirectory);
  return record !== undefined && (await isRunning(record.supervisor)) ? record : undefined;
}

/** The record, live or not. */
export async function readRunRecord(stateDirectory: string): Promise<RunRecord | undefined> {
  const text = await readFile(runFileOf(stateDirectory), 'utf8').catch(ignoreMissing);
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (isRunRecord(value)) return value;
  throw new Error(`${runFileOf(stateDirectory)} is not what asbuilt up writes; remove it`);
}

function isRunRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null || !('supervisor' in value) || !('groups' in value)) return false;
  return isIdentity(value.supervisor) && Array.isArray(value.groups) && value.groups.every(isIdentity);
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === 'object' && value !== null && 'pid' in value && Number.isInteger(value.pid) && 'startedAt' in value
  );
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
