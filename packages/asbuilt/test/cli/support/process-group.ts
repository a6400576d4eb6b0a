import { readdirSync, readFileSync } from 'node:fs';

/** Whether a process of the group still runs; on Linux, one that only nobody has waited for does not count. */
export function groupRuns(group: number): boolean {
  if (process.platform !== 'linux') return answersSignals(group);
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && runsIn(group, name));
}

function runsIn(group: number, pid: string): boolean {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc_pid_stat(5): after the name in brackets come the state, the parent and the group.
    const [state, , ownGroup] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return Number(ownGroup) === group && state !== 'Z';
  } catch {
    // It ended while we looked.
    return false;
  }
}

/** Whether a process has been stopped (SIGSTOP) and not been let go on; not known elsewhere than on Linux. */
export function standsStill(pid: number): boolean {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).startsWith('T');
  } catch {
    return false;
  }
}

function answersSignals(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
