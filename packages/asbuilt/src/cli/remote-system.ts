import { dirname, resolve } from 'node:path';
import type { FaultRequest, Purged, RunRecord, ServiceStatus, ShownFault, SystemStatus } from '@asbuilt/runtime';
import { tryFile } from '#files/failure';
import { type Io, UsageError } from './command.ts';
import { importRuntime } from './import-runtime.ts';
import { sentence } from './sentence.ts';

/** A system that another process runs, by its control server. */
export interface RemoteSystem {
  status(): Promise<SystemStatus>;
  listFaults(): Promise<readonly ShownFault[]>;
  addFault(fault: FaultRequest): Promise<readonly ShownFault[]>;
  /** Puts new instances of a service in the place of the old ones; settles when that is done. */
  restart(service: string): Promise<ServiceStatus>;
  /** Ends a fault by its number: what it was. */
  removeFault(id: number): Promise<ShownFault>;
  /** Ends all faults: those that it ended. */
  clearFaults(): Promise<readonly ShownFault[]>;
  /** Drops answers from the caches at the public entry. */
  purge(purge: CachePurge): Promise<Purged>;
}

/** What is to be dropped from caches. */
export type CachePurge = { readonly path: string } | { readonly tag: string } | { readonly all: true };

/** A system that runs on this machine, by what it tells of itself in its state directory. */
export interface LocalRun extends RunRecord {
  readonly controlUrl: string;
  /** Reads what allows to inject faults. */
  readonly token: () => Promise<string>;
}

/** The system that runs by an overview; undefined when none does. */
export async function findRun(file: string, io: Io): Promise<LocalRun | undefined> {
  const { liveRun, readToken, stateDirectoryOf } = await importRuntime(io.cwd);
  const stateDirectory = stateDirectoryOf({ directory: dirname(resolve(io.cwd, file)) });
  const record = await liveRun(stateDirectory);
  if (record?.controlUrl === undefined) return undefined;
  const token = (): Promise<string> =>
    tryFile(
      () => readToken(stateDirectory),
      (reason) =>
        `.asbuilt/token cannot be read: ${reason}. Only who started the system may change what runs: do this as that user.`,
    );
  return { ...record, controlUrl: record.controlUrl, token };
}

/** The same. Throws a `UsageError` when none does. */
export async function requireRun(file: string, io: Io): Promise<LocalRun> {
  const run = await findRun(file, io);
  if (run !== undefined) return run;
  throw new UsageError(`${file} is not running: start it with "asbuilt up ${file}".`);
}

/** Finds the system that runs by an overview. Throws a `UsageError` when none does. */
export async function remoteSystem(file: string, io: Io): Promise<RemoteSystem> {
  const { controlUrl, token } = await requireRun(file, io);
  const faults = async (method: string, fault?: FaultRequest, path = '/faults'): Promise<readonly ShownFault[]> => {
    const headers = { authorization: `Bearer ${await token()}` };
    const init = { method, headers, ...(fault && { body: JSON.stringify(fault) }) };
    return (await ask(`${controlUrl}${path}`, hasFaults, init)).faults;
  };
  return {
    status: () => ask(`${controlUrl}/status`, isStatus),
    restart: async (service) => {
      const url = `${controlUrl}/services/${encodeURIComponent(service)}/restart`;
      const init = { method: 'POST', headers: { authorization: `Bearer ${await token()}` } };
      return (await ask(url, hasService, init)).service;
    },
    listFaults: () => faults('GET'),
    addFault: (fault) => faults('POST', fault),
    removeFault: async (id) => {
      const [ended] = await faults('DELETE', undefined, `/faults/${id}`);
      if (ended === undefined) throw new UsageError(`there is no fault ${id} (any more).`);
      return ended;
    },
    clearFaults: () => faults('DELETE'),
    purge: async (purge) => {
      const headers = { authorization: `Bearer ${await token()}` };
      const init = { method: 'POST', headers, body: JSON.stringify(purge) };
      return ask(`${controlUrl}/caches/purge`, hasPurged, init);
    },
  };
}

// Both sides are of one version, so that the first level of an answer tells whether it is what was asked for.
function isStatus(body: object): body is SystemStatus {
  return 'services' in body && 'edges' in body;
}

function hasService(body: object): body is { readonly service: ServiceStatus } {
  return 'service' in body;
}

function hasPurged(body: object): body is Purged {
  return 'purged' in body;
}

function hasFaults(body: object): body is { readonly faults: readonly ShownFault[] } {
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
