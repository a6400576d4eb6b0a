import { spawnSync } from 'node:child_process';
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
