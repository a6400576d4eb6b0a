import { join } from 'node:path';
import { answers, programFolder } from './debian.mjs';
import { providePromtool } from './promtool.mjs';

/** Finds Prometheus for the tests that have it scrape the gateway, and its tool; they find them under `PROMETHEUS` and `PROMTOOL`. */
export async function providePrometheus() {
  await providePromtool();
  if (process.env['PROMETHEUS'] !== undefined) return;
  // Debian's package that has the tool has the server, too.
  const unpacked = join(programFolder('promtool'), 'usr', 'bin', 'prometheus');
  for (const command of ['prometheus', unpacked]) {
    if (!(await answers(command, '--version'))) continue;
    process.env['PROMETHEUS'] = command;
    return;
  }
}
