import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import configuration from '../.dependency-cruiser.mjs';
import { cruiseHouse, type Violation } from '../scripts/lib/cruise.mjs';
import { root } from '../scripts/lib/root.mjs';

/** A file that breaks one rule, planted into a copy of the house. */
interface Plant {
  readonly rule: string;
  readonly file: string;
  readonly imports: string;
}

const coreFolders: readonly (readonly [folder: string, forbidden: string])[] = [
  ['model', 'text/tree'],
  ['text', 'check/finding'],
  ['overview', 'derive/plan'],
  ['format', 'derive/plan'],
  ['derive', 'text/tree'],
  ['mechanisms', 'derive/plan'],
  ['check', 'artifacts/artifact'],
  ['artifacts', 'check/finding'],
  ['simulate', 'check/finding'],
  ['diff', 'check/finding'],
  ['ledger', 'derive/plan'],
  ['guard', 'artifacts/artifact'],
];

const plants: readonly Plant[] = [
  ...coreFolders.map(([folder, forbidden]) => ({
    rule: folder === 'model' ? 'core-model-imports-nothing' : `core-${folder}-imports-only-what-it-stands-on`,
    file: `packages/core/src/${folder}/planted.ts`,
    imports: `#${forbidden}`,
  })),
  {
    rule: 'core-check-imports-only-what-it-stands-on',
    file: 'packages/core/src/check/planted-text.ts',
    imports: '#text/tree',
  },
  { rule: 'core-imports-no-node', file: 'packages/core/src/derive/planted-clock.ts', imports: 'node:timers' },
  { rule: 'files-have-their-places', file: 'packages/runtime/src/gateway/planted-fs.ts', imports: 'node:fs' },
  { rule: 'files-have-their-places', file: 'packages/asbuilt/src/cli/planted-fs.ts', imports: 'node:fs/promises' },
  { rule: 'core-stands-alone', file: 'packages/core/src/derive/planted-runtime.ts', imports: '@asbuilt/runtime' },
  {
    rule: 'runtime-imports-core-only',
    file: 'packages/runtime/src/gateway/planted-cli.ts',
    imports: '../../../asbuilt/src/cli/command.ts',
  },
  {
    rule: 'asbuilt-imports-no-application',
    file: 'packages/asbuilt/src/files/planted-api.ts',
    imports: '../../../../apps/api/src/config.ts',
  },
  {
    rule: 'api-imports-core-and-runtime-only',
    file: 'apps/api/src/http/planted-cli.ts',
    imports: '../../../../packages/asbuilt/src/cli/command.ts',
  },
  {
    rule: 'studio-imports-core-and-its-client-only',
    file: 'apps/studio/live/planted-api.ts',
    imports: '../../api/src/config.ts',
  },
  { rule: 'prove-knows-the-network-only', file: 'packages/asbuilt/src/prove/planted.ts', imports: '@asbuilt/runtime' },
  {
    rule: 'checking-stands-on-files',
    file: 'packages/asbuilt/src/check/planted-lsp.ts',
    imports: '#lsp/positions',
  },
  { rule: 'nobody-imports-cli', file: 'packages/asbuilt/src/files/planted-cli.ts', imports: '#cli/main' },
  {
    rule: 'runtime-is-loaded-when-needed',
    file: 'packages/asbuilt/src/cli/planted-runtime.ts',
    imports: '@asbuilt/runtime',
  },
  { rule: 'no-cycles', file: 'packages/core/src/derive/planted-here.ts', imports: './planted-there.ts' },
  { rule: 'no-cycles', file: 'packages/core/src/derive/planted-there.ts', imports: '#derive/planted-here' },
  {
    rule: 'folders-are-crossed-by-name',
    file: 'packages/core/src/derive/planted-relative.ts',
    imports: '../model/span.ts',
  },
  { rule: 'no-index-inside', file: 'packages/core/src/check/planted-index.ts', imports: '#derive/planted/index' },
  { rule: 'no-index-inside', file: 'packages/core/src/check/planted-own-index.ts', imports: './index.ts' },
  {
    rule: 'no-development-packages-at-run-time',
    file: 'packages/core/src/text/planted-dev.ts',
    imports: 'micromark',
  },
  {
    rule: 'the-runtime-brings-few-packages',
    file: 'packages/runtime/src/gateway/planted-dev.ts',
    imports: 'cockatiel',
  },
  {
    rule: 'nothing-imports-tests',
    file: 'packages/runtime/src/gateway/planted-test.ts',
    imports: '../../test/planted.ts',
  },
  {
    rule: 'sources-not-builds',
    file: 'packages/runtime/src/gateway/planted-dist.ts',
    imports: '../../../core/dist/model/index.js',
  },
  { rule: 'imports-resolve', file: 'packages/core/src/derive/planted-nowhere.ts', imports: '#derive/nowhere' },
  { rule: 'packages-are-declared', file: 'packages/core/src/derive/planted-package.ts', imports: 'pino' },
];

/** Files that the plants need to find where they lead. */
const ground = [
  'packages/runtime/test/planted.ts',
  'packages/core/dist/model/index.js',
  'packages/core/src/derive/planted/index.ts',
];

/** A copy of the sources whose workspaces find each other, and not the ones that they were copied from. */
async function copyOfTheHouse(): Promise<string> {
  const house = await mkdtemp(join(tmpdir(), 'asbuilt-directions-'));
  const skip = /(^|\/)(node_modules|dist|\.next|coverage)$/;
  for (const part of ['package.json', 'packages', 'apps', 'test', 'bench', 'scripts', 'editors']) {
    await cp(join(root, part), join(house, part), { recursive: true, filter: (source) => !skip.test(source) });
  }
  await mkdir(join(house, 'node_modules', '@asbuilt'), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== '@asbuilt') await symlink(join(root, 'node_modules', name), join(house, 'node_modules', name));
  }
  for (const name of ['core', 'runtime']) {
    await symlink(join(house, 'packages', name), join(house, 'node_modules', '@asbuilt', name));
  }
  return house;
}

async function plant(house: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(house, file)), { recursive: true });
  await writeFile(join(house, file), text);
}

describe('the directions of import', () => {
  let house: string;
  let violations: readonly Violation[];

  beforeAll(async () => {
    house = await copyOfTheHouse();
    for (const file of ground) await plant(house, file, 'export const ground = true;\n');
    for (const { file, imports } of plants) await plant(house, file, `import '${imports}';\n`);
    ({ violations } = await cruiseHouse(house));
  });

  afterAll(() => rm(house, { recursive: true, force: true }));

  it.each(plants)('$rule: $file may not import $imports', ({ rule, file }) => {
    // A cycle is told once, from whichever of its files was seen first.
    const found = violations
      .filter(({ from, cycle }) => from === file || cycle?.includes(file))
      .map((violation) => violation.rule);
    expect(found).toContain(rule);
  });

  it('tells whoever breaks a rule why it is there', () => {
    const mute = configuration.forbidden.filter(({ comment }) => !/^[A-Z].{30,}\.\)?$/s.test(comment));
    expect(mute.map(({ name }) => name)).toEqual([]);
  });

  it('has a plant for every rule', () => {
    const planted = new Set(plants.map(({ rule }) => rule));
    expect(configuration.forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });

  it('refuses to answer when it saw next to nothing', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'asbuilt-directions-'));
    try {
      for (const part of ['packages', 'apps/api', 'apps/studio', 'test', 'bench', 'scripts', 'editors/vscode/src'])
        await mkdir(join(empty, part), { recursive: true });
      await expect(cruiseHouse(empty)).rejects.toThrow(/saw 0 modules/);
    } finally {
      await rm(empty, { recursive: true, force: true });
    }
  });
});
