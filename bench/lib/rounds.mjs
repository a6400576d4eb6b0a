import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/lib/root.mjs';
import { median } from './statistics.mjs';

/** The values in chance's order. */
export function shuffled(values) {
  return values
    .map((value) => ({ value, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

/**
 * What `measureOnce(each)` answers by kind, one value a round. The kinds take turns in every round, each time in another
 * order: a busy machine hurts all alike. One round before them warms up.
 */
export async function inRounds(each, rounds, measureOnce) {
  const values = Object.fromEntries(each.map(({ kind }) => [kind, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const one of shuffled(each)) {
      const value = await measureOnce(one);
      if (round > 0) values[one.kind].push(value);
    }
  }
  return values;
}

/** The median of the ratios of all rounds, and their middle half. */
export function ratioText(each, others) {
  const ratios = each.map((value, round) => value / others[round]).toSorted((a, b) => a - b);
  const quartile = (share) => ratios[Math.floor(share * (ratios.length - 1))].toFixed(2);
  return `${median(ratios).toFixed(2)} (${quartile(0.25)}–${quartile(0.75)})`;
}

/** Keeps what was measured in every round, for whoever wants to look closer; answers where. */
export async function keepRounds(name, values) {
  const folder = join(root, 'node_modules', '.cache', 'asbuilt', 'bench');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  await writeFile(file, `${JSON.stringify(values, null, 1)}\n`);
  return file;
}
