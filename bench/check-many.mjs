import { mkdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/lib/root.mjs';
import { bundledCli, inTemporaryFolder, written } from './lib/bundled.mjs';
import { medianTimes, peakMemoryMiB } from './lib/processes.mjs';

export const title = `200 overviews in one process: one thread against ${availableParallelism()}`;

const rounds = 5;
const oneThread = ['--import', "data:text/javascript,process.env.ASBUILT_THREADS='1'"];

/** Measures the published bundle on 200 copies of Asbuilt's own overview. */
export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const cli = await bundledCli(folder);
    const overview = await readFile(join(root, 'overview.md'), 'utf8');
    for (let index = 0; index < 200; index += 1) {
      await mkdir(join(folder, `service-${index}`));
      await written(folder, `service-${index}/overview.md`, overview);
    }
    const check = [cli, 'check', 'service-*/overview.md'];
    const commands = { 'one thread': [...oneThread, ...check], 'all threads': check };
    const times = medianTimes(commands, rounds, folder);
    for (const [name, args] of Object.entries(commands)) {
      const ratio = (times[name] / times['one thread']).toFixed(2);
      say(
        `${name.padEnd(12)} ${times[name].toFixed(0).padStart(5)} ms  ${ratio} ×  ${peakMemoryMiB(args, folder).toFixed(0)} MiB`,
      );
    }
  });
}
