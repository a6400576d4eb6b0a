import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledCli, inTemporaryFolder, written } from './lib/bundled.mjs';
import { overviewOf } from './lib/generated-overview.mjs';
import { medianTimes, peakMemoryMiB } from './lib/processes.mjs';

export const title =
  'whole processes on documents of any size (aims: check of 1,000 services 8 × `node -e 0` and 120 MiB, of 5,000 20 × and 256 MiB, (t5000 − t10)/(t1000 − t10) at most 5.5; build of all of 1,000 services 2.5 s and 256 MiB)';

const rounds = 7;
const sizes = [10, 1_000, 5_000];
const profile = 'env: dev\nhttp_port: 8080\nframeworks: [Next.js]\ndb: Postgres\nauth: OAuth 2.0\ninfra: one machine\n';

export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const cli = await bundledCli(folder);
    await written(folder, 'confer-agent.profile.yml', profile);
    for (const size of sizes) await written(folder, fileOf(size), overviewOf(size));
    // Apart: a check would compare what was built beside it with what is derived.
    await mkdir(join(folder, 'built'));
    await written(join(folder, 'built'), fileOf(1_000), overviewOf(1_000));
    const floor = 'node -e 0';
    const build = 'build --all, 1,000';
    const commands = {
      [floor]: ['-e', '0'],
      ...Object.fromEntries(sizes.map((size) => [nameOf(size), [cli, 'check', fileOf(size)]])),
      [build]: [cli, 'build', '--all', '--force', `built/${fileOf(1_000)}`],
    };
    const times = medianTimes(commands, rounds, folder);
    for (const [name, args] of Object.entries(commands)) {
      const ratio = (times[name] / times[floor]).toFixed(2);
      const peak = peakMemoryMiB(args, folder).toFixed(0);
      say(
        `${name.padEnd(20)} ${times[name].toFixed(0).padStart(5)} ms  ${ratio.padStart(6)} ×  ${peak.padStart(4)} MiB`,
      );
    }
    const [small, middle, large] = sizes.map((size) => times[nameOf(size)]);
    say(`(t5000 − t10)/(t1000 − t10) = ${((large - small) / (middle - small)).toFixed(2)}`);
  });
}

function fileOf(services) {
  return `of-${services}.md`;
}

function nameOf(services) {
  return `check, ${services.toLocaleString('en')} services`;
}
