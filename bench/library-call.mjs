import { bundledModule, inTemporaryFolder } from './lib/bundled.mjs';
import { median } from './lib/statistics.mjs';

export const title =
  'processor time of a call through the library with all policies, µs (aims: at most 1.2, 10 × faster than cockatiel, 2 × than opossum)';

const rounds = 15;
const callsARound = 20_000;
export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const { callers } = await bundledModule(folder, "export * from '../runtime/test/library/callers.ts';");
    const times = Object.fromEntries(Object.keys(callers).map((name) => [name, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, call] of Object.entries(callers)) {
        const time = await microseconds(call);
        // The first round warms up.
        if (round > 0) times[name].push(time);
      }
    }
    const own = times['edge.call'];
    for (const [name, each] of Object.entries(times)) {
      const ratio = median(each.map((time, round) => time / own[round]));
      say(`${name.padEnd(12)} ${median(each).toFixed(2).padStart(6)} µs  ${ratio.toFixed(2).padStart(6)} × edge.call`);
    }
  });
}

async function microseconds(call) {
  const before = process.cpuUsage();
  for (let index = 0; index < callsARound; index += 1) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / callsARound;
}
