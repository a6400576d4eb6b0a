import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { overview, profile } from './support/documents.ts';
import { type Ended, type Packed, packAndInstall, run } from './support/packed.ts';

let packed: Packed;

beforeAll(async () => {
  packed = await packAndInstall();
  await writeFile(join(packed.installedIn, 'overview.md'), overview());
  await writeFile(join(packed.installedIn, 'confer-agent.profile.yml'), profile);
});

afterAll(() => packed.remove());

/** Has a process say whether V8 takes back what the program hands it. */
const reportKept = `data:text/javascript,${encodeURIComponent(`
  import vm from 'node:vm';
  const { Script } = vm;
  vm.Script = class extends Script {
    constructor(...args) {
      super(...args);
      process.stderr.write(\`kept code is rejected: \${this.cachedDataRejected}\\n\`);
    }
  };
`)}`;

const npx = (...args: string[]): Promise<Ended> => run('npx', ['--no-install', 'asbuilt', ...args], packed.installedIn);

describe('the installed package', () => {
  it('stands alone: nothing else was installed with it', async () => {
    const installed = await readdir(join(packed.installedIn, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['asbuilt']);
    expect('dependencies' in packageJson).toBe(false);
  });

  it('checks a document that holds', async () => {
    expect(await npx('check')).toMatchObject({ code: 0, stdout: '0 errors, 0 warnings in overview.md\n' });
  });

  it('checks a document that does not hold', async () => {
    await writeFile(join(packed.installedIn, 'late.md'), overview({ databaseTimeout: '12s' }));
    const { code, stdout } = await npx('check', 'late.md');
    expect(code).toBe(1);
    expect(stdout).toContain('late.md:31:37 error timeouts-nest');
  });

  it('says which version it is', async () => {
    expect(await npx('--version')).toMatchObject({ code: 0, stdout: `${packageJson.version}\n` });
  });

  it('carries the pages of the rules', async () => {
    const { code, stdout } = await npx('explain', 'timeouts-nest');
    expect(code).toBe(0);
    expect(stdout).toContain('<!-- wrong -->');
  });

  it('writes a new overview and reads it as data', async () => {
    expect(await npx('new', 'made/overview.md', '--name', 'made')).toMatchObject({ code: 0 });
    const { code, stdout } = await npx('model', 'made/overview.md');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ capsule: { project: 'made' } });
  });

  it('says how to install what runs servers, when it is asked to run one', async () => {
    const { code, stdout, stderr } = await npx('up');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^asbuilt: .*npm install @asbuilt\/runtime.*\n$/);
  });

  it('lists what it can derive', async () => {
    expect(await npx('build', '--list')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('docs/architecture.md\n'),
    });
  });
});

describe('the tarball', () => {
  it('is what publint accepts, strictly', async () => {
    const { messages } = await publint({ pkgDir: packed.folder, strict: true, pack: false });
    expect(messages).toEqual([]);
  });

  it('has compiled code that this Node accepts, wherever it is installed', async () => {
    const dist = join(packed.installedIn, 'node_modules/asbuilt/dist');
    const kept = (await readdir(dist)).filter((name) => name.endsWith(`-${process.versions.v8}-${process.arch}.cache`));
    expect(kept).toHaveLength(1);
    const { stderr } = await run(
      'node',
      ['--import', reportKept, join(dist, 'asbuilt.js'), 'check'],
      packed.installedIn,
    );
    expect(stderr).toBe('kept code is rejected: false\n');
  });

  it('works without the compiled code, as under another V8', async () => {
    const copy = join(packed.folder, '../copy');
    await cp(packed.folder, copy, { recursive: true, filter: (path) => !path.endsWith('.cache') });
    const { code, stdout } = await run('node', [join(copy, 'dist/asbuilt.js'), 'check'], packed.installedIn);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0 errors, 0 warnings in overview.md\n' });
  });

  it('carries the licences of the code inside it', async () => {
    const licences = await readFile(join(packed.folder, 'dist/third-party-licenses.txt'), 'utf8');
    for (const name of ['commander', 'yaml', '@lezer/markdown', '@lezer/common', 'picocolors']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((?:MIT|ISC)\\)$`, 'm'));
    }
  });
});
