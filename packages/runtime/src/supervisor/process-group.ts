import { setTimeout as pause } from 'node:timers/promises';
import { processTable } from './process-identity.ts';

/** How long a group may take to end after SIGTERM before it is killed. */
const politeMs = 5_000;
/** How long the system may take to remove killed processes. */
const killedMs = 2_000;
const pollMs = 25;

/** Signals every process of a group; false when the group has none left. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * Whether a process of the group still runs. A process that ended but that nobody waited for does not count:
 * where process 1 does not collect orphans, such remains stay in the group for ever.
 */
export async function groupRuns(group: number): Promise<boolean> {
  if (!signalGroup(group, 0)) return false;
  if (process.platform !== 'linux') return true;
  for (const stat of (await processTable()).values()) if (stat.group === group && stat.state !== 'Z') return true;
  return false;
}

/**
 * Ends a process group: SIGTERM, and SIGKILL for what is left after `graceMs`. What stands still (SIGSTOP) goes on, so that it
 * hears of it.
 *
 * @throws {Error} when even that leaves something running
 */
export async function endGroup(group: number, graceMs: number = politeMs): Promise<void> {
  if (signalGroup(group, 'SIGTERM')) signalGroup(group, 'SIGCONT');
  if (await groupEnds(group, graceMs)) return;
  signalGroup(group, 'SIGKILL');
  if (await groupEnds(group, killedMs)) return;
  throw new Error(
    `process group ${group} still runs ${killedMs} ms after SIGKILL; look at it with "ps -eo pid,pgid,stat,args"`,
  );
}

async function groupEnds(group: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (await groupRuns(group)) {
    if (performance.now() >= deadline) return false;
    await pause(pollMs);
  }
  return true;
}
