import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Bytes, Milliseconds } from '@asbuilt/core/model';

/** What the processes of a group take together. */
export interface GroupUsage {
  /** Processor time since they were started, on all cores; of those that live. */
  readonly cpuMs: Milliseconds;
  /** What they keep in memory; what they share counts for each. */
  readonly memoryBytes: Bytes;
}

/** Measures process groups, by their leaders' numbers; one that is gone is left out. Costs one look at each process of the machine. */
export async function usageOf(groups: ReadonlySet<number>): Promise<ReadonlyMap<number, GroupUsage>> {
  const usage = new Map<number, GroupUsage>();
  if (groups.size === 0) return usage;
  for (const { group, cpuMs, memoryBytes } of process.platform === 'linux' ? await byProc() : await byPs()) {
    if (!groups.has(group)) continue;
    const before = usage.get(group) ?? { cpuMs: 0, memoryBytes: 0 };
    usage.set(group, { cpuMs: before.cpuMs + cpuMs, memoryBytes: before.memoryBytes + memoryBytes });
  }
  return usage;
}

interface ProcessUsage extends GroupUsage {
  readonly group: number;
}

/** Linux counts time in hundredths of a second towards programs, whatever its clock (`USER_HZ`, proc_pid_stat(5)). */
const tickMs = 10;

let pageSize: Promise<Bytes> | undefined;

/** Of memory: 4 KiB, and more on some machines. */
function pageBytes(): Promise<Bytes> {
  pageSize ??= promisify(execFile)('getconf', ['PAGESIZE']).then(({ stdout }) => Number(stdout));
  return pageSize;
}

async function byProc(): Promise<readonly ProcessUsage[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const texts = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(gone)));
  const page = await pageBytes();
  return texts.filter((text) => text !== '').map((text) => readStat(text, page));
}

/** A process may end while one looks. */
function gone(): string {
  return '';
}

/** The fields after the name in brackets, which may hold spaces and brackets itself: the third is the group, then 12 and 13 the time, 22 the pages. */
function readStat(text: string, page: Bytes): ProcessUsage {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    group: Number(fields[2]),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    memoryBytes: Number(fields[21]) * page,
  };
}

async function byPs(): Promise<readonly ProcessUsage[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pgid=,time=,rss=']);
  return stdout.split('\n').flatMap((line) => {
    const [group = '', time = '', kilobytes = ''] = line.trim().split(/\s+/);
    return kilobytes === ''
      ? []
      : [{ group: Number(group), cpuMs: milliseconds(time), memoryBytes: Number(kilobytes) * 1024 }];
  });
}

/** `1-02:03:04`, `02:03.45` */
function milliseconds(time: string): Milliseconds {
  const [clock = '', days = '0'] = time.split('-').toReversed();
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1_000;
}
