import { readdir, readFile } from 'node:fs/promises';

interface Process {
  readonly pid: number;
  /** One letter; `Z` is a process that ended and that nobody has waited for. */
  readonly state: string;
  readonly parent: number;
}

/** A process and all that it started, and these, as far as they run: PostgreSQL puts each of its children in a group of its own. */
export async function familyOf(pid: number): Promise<readonly number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(names.map(read))).flatMap((found) => found ?? []);
  const below = (parent: number): readonly number[] => [
    parent,
    ...all.filter((each) => each.parent === parent).flatMap((each) => below(each.pid)),
  ];
  return below(pid);
}

/** Those among some processes that still run. */
export async function stillRunning(pids: readonly number[]): Promise<readonly number[]> {
  const all = await Promise.all(pids.map((pid) => read(String(pid))));
  return all.flatMap((found) => (found === undefined || found.state === 'Z' ? [] : [found.pid]));
}

async function read(pid: string): Promise<Process | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name in brackets may hold spaces and brackets itself.
  const [state, parent] = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  return state === undefined || parent === undefined ? undefined : { pid: Number(pid), state, parent: Number(parent) };
}
