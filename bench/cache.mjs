import { bundledModule, inTemporaryFolder } from './lib/bundled.mjs';
import { median } from './lib/statistics.mjs';

export const title =
  'processor time of a hit of the cache in the application, in this process (aim: 0.5 µs, and a tenth of what bentocache takes)';

const rounds = 20;
const hits = 20_000;
const keys = Array.from({ length: 100 }, (_, index) => `key ${index}`);

export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const caches = await bundledModule(folder, "export * from '../runtime/test/cache/hits.ts';");
    const [ours, theirs] = [await caches.ours(), caches.theirs()];
    const took = await measureRounds({ ours, theirs });
    say(`asbuilt    ${told(took.ours)}`);
    say(`bentocache ${told(took.theirs)}`);
    const ratios = took.theirs.map((theirsNs, round) => theirsNs / took.ours[round]);
    say(
      `bentocache takes ${median(ratios).toFixed(1)} times as long (${rounds} rounds, quartiles ${quartiles(ratios)})`,
    );
    await Promise.all([ours.close(), theirs.close()]);
  });
}

/** Nanoseconds of processor time a hit by cache, one value a round; they take turns, each time in another order. */
async function measureRounds(caches) {
  const took = Object.fromEntries(Object.keys(caches).map((name) => [name, []]));
  for (const cache of Object.values(caches)) await hitAll(cache);
  for (let round = 0; round < rounds; round += 1) {
    const order = Object.entries(caches);
    if (round % 2 === 1) order.reverse();
    for (const [name, cache] of order) took[name].push(await hitAll(cache));
  }
  return took;
}

async function hitAll({ get }) {
  for (const key of keys) await get(key);
  const before = process.cpuUsage();
  for (let hit = 0; hit < hits; hit += 1) await get(keys[hit % keys.length]);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / hits;
}

function told(nanoseconds) {
  return `${(median(nanoseconds) / 1000).toFixed(2)} µs a hit (quartiles ${quartiles(nanoseconds.map((ns) => ns / 1000))})`;
}

function quartiles(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return `${sorted[Math.floor(sorted.length / 4)].toFixed(2)}–${sorted[Math.floor((sorted.length * 3) / 4)].toFixed(2)}`;
}
