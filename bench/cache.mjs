import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { build } from 'esbuild';
import { root } from '../scripts/lib/root.mjs';
import { inTemporaryFolder } from './lib/bundled.mjs';
import { median } from './lib/statistics.mjs';

export const title =
  'a hit of the cache in the application, in this process (aim: 0.5 µs, and a tenth of what bentocache takes)';

const rounds = 20;
const hits = 20_000;
const keys = Array.from({ length: 100 }, (_, index) => `key ${index}`);

export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const ours = await openOurs(folder);
    const theirs = openTheirs();
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

async function openOurs(folder) {
  const outfile = join(folder, 'cache.mjs');
  await build({
    stdin: {
      contents: "export { openCache } from '@asbuilt/runtime/cache';",
      resolveDir: join(root, 'packages/asbuilt'),
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@asbuilt/source'],
    external: ['ioredis'],
  });
  const { openCache } = await import(outfile);
  const cache = await openCache({ ttlMs: 3_600_000, redis: false });
  return { get: (key) => cache.getOrSet(key, value), close: () => cache.close() };
}

/** As its README has it: one layer in memory. */
function openTheirs() {
  const require = createRequire(join(root, 'packages/runtime/package.json'));
  const { BentoCache, bentostore } = require('bentocache');
  const { memoryDriver } = require('bentocache/drivers/memory');
  const store = bentostore().useL1Layer(memoryDriver({ maxItems: 10_000 }));
  const cache = new BentoCache({ default: 'memory', stores: { memory: store } });
  return { get: (key) => cache.getOrSet({ key, ttl: '1h', factory: value }), close: () => cache.disconnectAll() };
}

async function value() {
  return { id: 7, name: 'a value' };
}

/** Nanoseconds a hit by cache, one value a round; they take turns, each time in another order. */
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
  const begun = performance.now();
  for (let hit = 0; hit < hits; hit += 1) await get(keys[hit % keys.length]);
  return ((performance.now() - begun) * 1e6) / hits;
}

function told(nanoseconds) {
  return `${(median(nanoseconds) / 1000).toFixed(2)} µs a hit (quartiles ${quartiles(nanoseconds.map((ns) => ns / 1000))})`;
}

function quartiles(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return `${sorted[Math.floor(sorted.length / 4)].toFixed(2)}–${sorted[Math.floor((sorted.length * 3) / 4)].toFixed(2)}`;
}
