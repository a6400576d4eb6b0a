import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brokenLinks } from '../links.mjs';
import { lockProblems } from '../lock.mjs';
import { root } from '../root.mjs';
import { together, tool } from './check.mjs';

/** @type {import('./check.mjs').Check} */
export const docs = {
  name: 'docs',
  holds: 'Our Markdown is well formed, its links lead somewhere, and package-lock.json serves every platform.',
  run: async () => together([await markdown(), await links(), await lock()]),
};

/** What .markdownlint-cli2.jsonc names too: what we write by hand. */
const places = [
  '',
  'docs',
  'docs/decisions',
  'docs/rules',
  'packages/asbuilt',
  'packages/core',
  'packages/runtime',
  'apps/api',
  'apps/studio',
  'editors/vscode',
  'examples/next-fastapi',
];

function markdown() {
  return tool('markdownlint-cli2/markdownlint-cli2-bin.mjs', []);
}

async function links() {
  const broken = await brokenLinks(await documents(), root);
  return { ok: broken.length === 0, output: broken.join('\n') };
}

/** @returns {Promise<string[]>} absolute paths */
async function documents() {
  const names = await Promise.all(
    places.map(async (place) => {
      const inside = await readdir(join(root, place)).catch(() => []);
      return inside.filter((name) => name.endsWith('.md')).map((name) => join(root, place, name));
    }),
  );
  return names.flat();
}

async function lock() {
  const problems = lockProblems(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const remedy = ['Run `node scripts/complete-lock.mjs`.'];
  return { ok: problems.length === 0, output: problems.length === 0 ? '' : [...problems, ...remedy].join('\n') };
}
