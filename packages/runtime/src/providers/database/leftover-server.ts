import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { identify, isRunning, type ProcessIdentity } from '#supervisor/process-identity';

/** How long a server may take to write its memory to disk and end. */
const fastMs = 10_000;
const immediateMs = 5_000;
const pollMs = 25;

/**
 * Stops the server that a killed run left behind on this data, and removes a lock of one that is gone. PostgreSQL itself would refuse to start
 * while any process has the number in `postmaster.pid`, even one that got it after a restart of the machine.
 *
 * @returns whether there was a server to stop
 */
export async function stopLeftover(data: string): Promise<boolean> {
  const lock = join(data, 'postmaster.pid');
  const pid = Number.parseInt((await readFile(lock, 'utf8').catch(noText)).split('\n')[0] ?? '', 10);
  if (Number.isNaN(pid)) return false;
  const server = await identify(pid);
  if (server === undefined || !(await serves(pid, data))) {
    await rm(lock, { force: true });
    return false;
  }
  await stopServer(server);
  return true;
}

/**
 * Ends a server: a fast shutdown (SIGINT: sessions are ended, memory is written), and an immediate one (SIGQUIT: the log is replayed
 * at the next start) if that takes too long.
 */
export async function stopServer(server: ProcessIdentity): Promise<void> {
  const steps = [
    ['SIGINT', fastMs],
    ['SIGQUIT', immediateMs],
    ['SIGKILL', immediateMs],
  ] as const;
  for (const [signal, withinMs] of steps) {
    if (!(await isRunning(server))) return;
    process.kill(server.pid, signal);
    if (await ends(server, withinMs)) return;
  }
  throw new Error(`the PostgreSQL server with process number ${server.pid} still runs after SIGKILL`);
}

async function ends(server: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (await isRunning(server)) {
    if (performance.now() >= deadline) return false;
    await pause(pollMs);
  }
  return true;
}

/** Whether the process is a server on this data: its command line names the folder, and every user may read that. */
async function serves(pid: number, data: string): Promise<boolean> {
  return (await commandLine(pid)).includes(data);
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(noText);
  return (await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
}

function noText(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
  throw error;
}
