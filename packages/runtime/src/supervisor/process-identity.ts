import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process by its number and the moment it started, since the system gives numbers out again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Begins with `currentBoot()`; comparable only with other values from this machine. */
  readonly startedAt: string;
}

/** The identity of the process that has this number now; `undefined` when there is none, or only its remains. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = process.platform === 'linux' ? await startOnLinux(pid) : await startByPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether exactly this process still runs. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.startedAt === identity.startedAt;
}

/** What `/proc/PID/stat` says about a process (proc_pid_stat(5)). */
export interface ProcessStat {
  /** One letter; `Z` is a process that ended and that nobody has waited for. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  /** In clock ticks since the machine started. */
  readonly startTicks: string;
}

/** Reads one process of a Linux system; `undefined` when it is gone. */
async function processStat(pid: number | string): Promise<ProcessStat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(ignoreGone);
  if (text === undefined) return undefined;
  // The name in brackets may hold spaces and brackets itself: the fields begin after the last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    state: fields[0] ?? '',
    parent: Number(fields[1]),
    group: Number(fields[2]),
    startTicks: fields[19] ?? '',
  };
}

/** Every process of a Linux system, by its number. */
export async function processTable(): Promise<ReadonlyMap<number, ProcessStat>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map(processStat));
  return new Map(pids.flatMap((pid, index) => (stats[index] === undefined ? [] : [[Number(pid), stats[index]]])));
}

function ignoreGone(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
  throw error;
}

/** What tells one run of the machine from the next. Elsewhere than on Linux the start is a date, which needs no such thing. */
export async function currentBoot(): Promise<string> {
  return process.platform === 'linux' ? (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim() : '';
}

async function startOnLinux(pid: number): Promise<string | undefined> {
  const stat = await processStat(pid);
  return stat === undefined || stat.state === 'Z' ? undefined : `${await currentBoot()} ${stat.startTicks}`;
}

async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
    const line = stdout.trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch (error) {
    // ps exits with 1 when there is no such process.
    if (error instanceof Error && 'code' in error && error.code === 1) return undefined;
    throw error;
  }
}
