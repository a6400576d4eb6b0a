import { spawnSync } from 'node:child_process';
import { bundledCli, inTemporaryFolder, written } from './lib/bundled.mjs';
import { medianTimes, peakMemoryMiB } from './lib/processes.mjs';

export const title = 'whole processes from a cold start, against `node -e 0` (aim: check at most 2.5 times as long)';

const rounds = 15;
const profile = 'env: dev\nhttp_port: 8080\nframeworks: [Next.js]\ndb: Postgres\nauth: OAuth 2.0\ninfra: one machine\n';

/** Measures the published bundle on the overview that the template makes. */
export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const cli = await bundledCli(folder);
    await written(folder, 'confer-agent.profile.yml', profile);
    makeOverview(cli, folder);
    const floor = 'node -e 0';
    const commands = {
      [floor]: ['-e', '0'],
      'asbuilt check': [cli, 'check'],
      'asbuilt model': [cli, 'model'],
      'asbuilt --help': [cli, '--help'],
      'asbuilt --version': [cli, '--version'],
    };
    const times = medianTimes(commands, rounds, folder);
    for (const [name, args] of Object.entries(commands)) {
      const ratio = (times[name] / times[floor]).toFixed(2);
      const peak = peakMemoryMiB(args, folder).toFixed(0);
      say(
        `${name.padEnd(18)} ${times[name].toFixed(0).padStart(4)} ms  ${ratio.padStart(5)} ×  ${peak.padStart(4)} MiB`,
      );
    }
  });
}

function makeOverview(cli, folder) {
  const { status, stderr } = spawnSync(process.execPath, [cli, 'new', '--name', 'bench'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`asbuilt new ended with ${status}: ${stderr}`);
}
