import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { median } from './statistics.mjs';

/**
 * Runs each command `rounds` times, in alternation so that a busy machine hurts all alike, and returns the median wall
 * time of each in milliseconds. The first round, which fills the file caches, does not count.
 * @param {Record<string, readonly string[]>} commands arguments of `node`, by name
 */
export function medianTimes(commands, rounds, cwd) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, args] of Object.entries(commands)) {
      const startedAt = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      if (round > 0) times[name].push(performance.now() - startedAt);
      if (status !== 0 && status !== 1) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)]));
}

const reportPeak =
  "data:text/javascript,process.on('exit',()=>process._rawDebug(`peak ${process.resourceUsage().maxRSS}`))";

/** The most memory that `node ...args` held at once, in MiB. */
export function peakMemoryMiB(args, cwd) {
  const { stderr } = spawnSync(process.execPath, ['--import', reportPeak, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kilobytes = /^peak (\d+)$/m.exec(stderr)?.[1];
  if (kilobytes === undefined) throw new Error(`node ${args.join(' ')} did not say how much memory it took: ${stderr}`);
  return Number(kilobytes) / 1024;
}

/** The memory that a running process holds, now and at most so far, in MiB; as Linux tells it. */
export function memoryMiB(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
  return { now: mebibytes('VmRSS'), most: mebibytes('VmHWM') };
}

/** The processor time that a running process has taken so far, in milliseconds, by ticks of 10 ms; as Linux tells it. */
export function processorMs(pid) {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '';
  const [user, system] = afterName.split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
}
