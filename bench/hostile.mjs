import { bundledModule, inTemporaryFolder } from './lib/bundled.mjs';

export const title =
  'processor time to read and link one megabyte of what parsers stumble over (aim: at most 1 s), and to check it';

const megabyte = 1_000_000;
const rounds = 3;
/** How many of the slowest are listed one by one. */
const listed = 8;

export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const { hostileTexts, ...core } = await bundledModule(
      folder,
      `export { link, read } from '@asbuilt/core/overview';
       export { check } from '@asbuilt/core/check';
       export { hostileTexts } from '../core/test/text/hostile.ts';`,
    );
    const sound = 'A sentence of plain words, as long as most are.\n\n';
    const texts = [...hostileTexts, { name: 'plain sentences', make: (length) => sound.repeat(length / sound.length) }];
    const times = texts.map(({ name, make }) => ({ name, ...leastOf(core, make(megabyte)) }));
    const slowest = times.toSorted((a, b) => b.readMs - a.readMs);
    for (const { name, readMs, checkMs } of slowest.slice(0, listed)) {
      say(`${name.padEnd(40)} read ${readMs.toFixed(0).padStart(5)} ms, check ${checkMs.toFixed(0).padStart(5)} ms`);
    }
    const within = times.filter(({ readMs }) => readMs <= 1_000).length;
    say(`${within} of ${times.length} kinds are read or refused within 1 s`);
  });
}

/** The least of a few rounds is what the work takes; more is what else the machine was busy with. */
function leastOf(core, text) {
  const times = Array.from({ length: rounds }, () => timesOf(core, text));
  return {
    readMs: Math.min(...times.map(({ readMs }) => readMs)),
    checkMs: Math.min(...times.map(({ checkMs }) => checkMs)),
  };
}

function timesOf({ read, link, check }, text) {
  const start = cpuMs();
  const draft = read(text);
  const model = link(draft);
  const linked = cpuMs();
  check({ file: 'overview.md', draft, model });
  return { readMs: linked - start, checkMs: cpuMs() - linked };
}

/** Processor time of this process so far: unlike the clock, it does not count what others do meanwhile. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
