import { bundledCore, inTemporaryFolder } from './lib/bundled.mjs';
import { overviewOf } from './lib/generated-overview.mjs';

export const title =
  'processor time to read and check a KB, for documents of 1, 10 and 100 times the size (linear: ratios near 1)';

const sizes = [1, 10, 100];
/** Of one document of size 1; rows grow with the size. */
const servicesPerSize = 10;

export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const core = await bundledCore(folder);
    const documents = sizes.map((size) => overviewOf(size * servicesPerSize));
    // Warm, so that what is compared is the work and not the compiler.
    for (let round = 0; round < 200; round += 1) readAndCheck(core, documents[0]);
    const perKb = documents.map((text, index) => timePerKb(core, text, sizes[index] >= 100 ? 10 : 50));
    for (const [index, text] of documents.entries()) {
      const { read, check } = perKb[index];
      const ratio = ((read + check) / (perKb[0].read + perKb[0].check)).toFixed(2);
      say(
        `${`${sizes[index]}×`.padStart(5)}  ${(text.length / 1024).toFixed(0).padStart(5)} KB  ` +
          `read ${read.toFixed(3)} + check ${check.toFixed(3)} ms/KB  ratio ${ratio}`,
      );
    }
  });
}

function timePerKb(core, text, rounds) {
  const kb = text.length / 1024;
  const times = Array.from({ length: rounds }, () => readAndCheck(core, text));
  // The least is what the work takes; more is what else the machine was busy with.
  const least = (part) => Math.min(...times.map((time) => time[part])) / kb;
  return { read: least('read'), check: least('check') };
}

function readAndCheck({ read, link, check }, text) {
  const start = cpuMs();
  const draft = read(text);
  const model = link(draft);
  const linked = cpuMs();
  check({ file: 'overview.md', draft, model });
  return { read: linked - start, check: cpuMs() - linked };
}

/** Processor time of this process so far: unlike the clock, it does not count what others do meanwhile. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
