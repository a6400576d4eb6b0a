import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * A process of this machine. The moment of its start tells it from a later one that got the same number.
 *
 * @typedef {object} ProcessEntry
 * @property {number} pid
 * @property {number} parent
 * @property {string} started in whatever unit the system keeps; only compared
 * @property {string} command
 */

/**
 * Every process that can be seen.
 *
 * @returns {Promise<ProcessEntry[]>}
 */
export function processes() {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

/**
 * Those that descend from a process, itself included. Whoever left the family, by losing its parent, is not found:
 * look often enough to have seen it before.
 *
 * @param {readonly ProcessEntry[]} all
 * @param {number} ancestor
 * @returns {ProcessEntry[]}
 */
export function family(all, ancestor) {
  const members = new Set([ancestor]);
  for (let grew = true; grew; ) {
    const before = members.size;
    for (const { pid, parent } of all) if (members.has(parent)) members.add(pid);
    grew = members.size > before;
  }
  return all.filter(({ pid }) => members.has(pid));
}

/** Linux without `ps`, which slim images lack. A zombie has ended already and is left out. */
async function fromProc() {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(names.map((name) => readProc(Number(name))));
  return entries.filter((entry) => entry !== undefined);
}

/**
 * @param {number} pid
 * @returns {Promise<ProcessEntry | undefined>} nothing when it ended in the meantime
 */
async function readProc(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The command stands in brackets and may itself hold brackets and blanks.
  const match = stat?.match(/^\d+ \((.*)\) (\S) (\d+) (?:\S+ ){17}(\d+)/s);
  if (match == null || match[2] === 'Z') return undefined;
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const command = line.replaceAll('\0', ' ').trim();
  return {
    pid,
    parent: Number(match[3]),
    started: match[4] ?? '',
    command: command === '' ? (match[1] ?? '') : command,
  };
}

async function fromPs() {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,state=,lstart=,command='], {
    maxBuffer: 2 ** 24,
  });
  return [...stdout.matchAll(/^\s*(\d+)\s+(\d+)\s+([^Z\s]\S*)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/gm)].map(
    ([, pid, parent, , started, command]) => ({
      pid: Number(pid),
      parent: Number(parent),
      started: started ?? '',
      command: command ?? '',
    }),
  );
}
