import { dirname, resolve } from 'node:path';
import type { ActiveFault, FaultRequest, SystemStatus } from '@asbuilt/runtime';
import { type Io, UsageError } from './command.ts';
import { importRuntime } from './import-runtime.ts';
import { sentence } from './sentence.ts';

/** A system that another process runs, by its control server. */
export interface RemoteSystem {
  status(): Promise<SystemStatus>;
  listFaults(): Promise<readonly ActiveFault[]>;
  addFault(fault: FaultRequest): Promise<readonly ActiveFault[]>;
  /** Ends all faults: those that it ended. */
  clearFaults(): Promise<readonly ActiveFault[]>;
}

/** Finds the system that runs by an overview. Throws a `UsageError` when none does. */
export async function remoteSystem(file: string, io: Io): Promise<RemoteSystem> {
  const { liveRun, readToken, stateDirectoryOf } = await importRuntime(io.cwd);
  const stateDirectory = stateDirectoryOf({ directory: dirname(resolve(io.cwd, file)) });
  const record = await liveRun(stateDirectory);
  if (record?.controlUrl === undefined)
    throw new UsageError(`${file} is not running: start it with "asbuilt up ${file}".`);
  const { controlUrl } = record;
  const faults = async (method: string, fault?: FaultRequest): Promise<readonly ActiveFault[]> => {
    const headers = { authorization: `Bearer ${await readToken(stateDirectory)}` };
    const init = { method, headers, ...(fault && { body: JSON.stringify(fault) }) };
    return (await ask(`${controlUrl}/faults`, hasFaults, init)).faults;
  };
  return {
    status: () => ask(`${controlUrl}/status`, isStatus),
    listFaults: () => faults('GET'),
    addFault: (fault) => faults('POST', fault),
    clearFaults: () => faults('DELETE'),
  };
}

// Both sides are of one version, so that the first level of an answer tells whether it is what was asked for.
function isStatus(body: object): body is SystemStatus {
  return 'services' in body && 'edges' in body;
}

function hasFaults(body: object): body is { readonly faults: readonly ActiveFault[] } {
  return 'faults' in body;
}

async function ask<T extends object>(
  url: string,
  isAnswer: (body: object) => body is T,
  init?: RequestInit,
): Promise<T> {
  const answer = await fetch(url, init);
  const body: unknown = await answer.json();
  if (answer.ok && typeof body === 'object' && body !== null && isAnswer(body)) return body;
  throw new UsageError(sentence(`the control server answered ${answer.status}: ${detailOf(body)}`));
}

/** The sentence of a problem (RFC 9457). */
function detailOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : JSON.stringify(body);
}
