import { execFileSync } from 'node:child_process';
import { appendFile, chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifacts, openApiPath } from '@asbuilt/core/artifacts';
import { assert, describe, expect, it } from 'vitest';
import { asNobody } from '../files/as-nobody.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const overview = `# Parcel Desk

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---------|----------------|-----------|----------|
| Frontend | Tracking page | Next.js | HTTP |
| API | Parcels and events | REST | HTTP |

## Data Flow

1. Customer → Frontend (opens the page)
2. Frontend → API (asks for a parcel)
3. API → Frontend (parcel)
4. Frontend → Customer (page)

## SLO Error Budgets

| Service | SLO | Error Budget | Notes |
|---------|-----|--------------|-------|
| API | 99.9% uptime | 0.1% downtime/month | ~43 min/month |
`;

const paths = [
  'docs/architecture.md',
  'docs/service-contracts.md',
  'diagrams/architecture.mmd',
  'output/architecture-diagram.mmd',
  'output/slos-table.md',
  'output/architecture-diagrams.md',
  'output/service-contracts.md',
  'output/infrastructure.md',
];

/** What is written only where somebody asks for it. */
const onRequest = [...artifacts.filter(({ isDefault }) => !isDefault).map(({ path }) => path), openApiPath];

/** A project that was built a moment ago. */
async function builtProject(): Promise<string> {
  const folder = await temporaryFolder({ 'overview.md': overview });
  const { code } = await runCli(folder, ['build']);
  assert(code === 0);
  return folder;
}

/** Every file of a project with its text and the time of its last change, to see whether anything was touched. */
async function everything(folder: string): Promise<readonly (readonly [string, number, string])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.toSorted().map(async (path) => [path, (await stat(path)).mtimeMs, await readFile(path, 'utf8')] as const),
  );
}

describe('asbuilt build', () => {
  it('writes every artifact beside the overview, each with its stamp', async () => {
    const folder = await temporaryFolder({ 'plans/overview.md': overview });
    const { code, out, err } = await runCli(folder, ['build', 'plans/overview.md']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      `${paths.map((path) => `written    ${path}\n`).join('')}8 files derived from plans/overview.md: 8 written.\n`,
    );
    for (const path of paths) {
      const [first] = (await readFile(join(folder, 'plans', path), 'utf8')).split('\n');
      expect(first).toMatch(/^(<!--|%%) derived by asbuilt from overview\.md, sha256 [0-9a-f]{64}( -->)?$/);
    }
  });

  it('touches nothing the second time', async () => {
    const folder = await builtProject();
    const before = await everything(folder);
    const { code, out } = await runCli(folder, ['build']);
    expect(code).toBe(0);
    expect(out).toContain('8 files derived from overview.md: 8 unchanged.');
    expect(await everything(folder)).toEqual(before);
  });

  it('gives the same bytes in another folder', async () => {
    const [one, other] = [await builtProject(), await builtProject()];
    for (const path of paths) expect(await readFile(join(one, path))).toEqual(await readFile(join(other, path)));
  });

  it('writes again only what a change of the overview changes', async () => {
    const folder = await builtProject();
    await writeFile(join(folder, 'overview.md'), overview.replace('99.9% uptime', '99.5% uptime'));
    const { code, out } = await runCli(folder, ['build']);
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => line.startsWith('written'))).toEqual([
      'written    docs/architecture.md',
      'written    docs/service-contracts.md',
      'written    output/slos-table.md',
      'written    output/architecture-diagrams.md',
      'written    output/service-contracts.md',
    ]);
  });

  it('keeps what was edited by hand, and what it did not write, and says so', async () => {
    const folder = await builtProject();
    await appendFile(join(folder, 'docs/architecture.md'), 'My own remark.\n');
    await writeFile(join(folder, 'output/slos-table.md'), '# My own table\n');
    await rm(join(folder, 'diagrams/architecture.mmd'));
    const { code, out, err } = await runCli(folder, ['build']);
    expect(code).toBe(1);
    expect(out).toContain('kept       docs/architecture.md (edited by hand)\n');
    expect(out).toContain('kept       output/slos-table.md (not derived by asbuilt)\n');
    expect(out).toContain('written    diagrams/architecture.mmd\n');
    expect(err).toBe(
      'asbuilt: 2 files were kept: docs/architecture.md (edited by hand), output/slos-table.md (not derived by asbuilt). ' +
        'Put what should last into overview.md, or overwrite them with --force.\n',
    );
    await expect(readFile(join(folder, 'docs/architecture.md'), 'utf8')).resolves.toContain('My own remark.');
    await expect(readFile(join(folder, 'output/slos-table.md'), 'utf8')).resolves.toBe('# My own table\n');
  });

  it('overwrites those with --force', async () => {
    const folder = await builtProject();
    const before = await readFile(join(folder, 'docs/architecture.md'), 'utf8');
    await appendFile(join(folder, 'docs/architecture.md'), 'My own remark.\n');
    const { code, out, err } = await runCli(folder, ['build', '--force']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('8 files derived from overview.md: 1 written, 7 unchanged.');
    await expect(readFile(join(folder, 'docs/architecture.md'), 'utf8')).resolves.toBe(before);
  });

  it('says as JSON what it did with each file', async () => {
    const folder = await builtProject();
    await appendFile(join(folder, 'docs/architecture.md'), 'My own remark.\n');
    const { code, out } = await runCli(folder, ['build', '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      file: 'overview.md',
      files: paths.map((path, index) =>
        index === 0 ? { path, outcome: 'kept', reason: 'edited by hand' } : { path, outcome: 'unchanged' },
      ),
    });
  });

  it('lists what it would write, without an overview', async () => {
    const folder = await temporaryFolder();
    expect(await runCli(folder, ['build', '--list'])).toEqual({
      code: 0,
      out: [...paths, ...onRequest.map((path) => `${path} (on request)`)].map((line) => `${line}\n`).join(''),
      err: '',
    });
    const { out } = await runCli(folder, ['build', '--list', '--format', 'json']);
    expect(JSON.parse(out)).toContainEqual({
      path: 'output/slos-table.md',
      isDefault: true,
      draws: expect.arrayContaining(['slos/**']),
    });
  });
});

describe('asbuilt build of what is not written unasked', () => {
  it('writes a picture that the file map promises', async () => {
    const promising = `${overview}\n## File Map\n\n- \`/diagrams/containers.svg\` → the picture\n`;
    const folder = await temporaryFolder({ 'overview.md': promising });
    const { code, out } = await runCli(folder, ['build']);
    expect([code, out]).toEqual([0, expect.stringContaining('written    diagrams/containers.svg\n9 files derived')]);
    const [first, second] = (await readFile(join(folder, 'diagrams/containers.svg'), 'utf8')).split('\n');
    expect(first).toMatch(
      /^<!-- derived by asbuilt from overview\.md, sha256 [0-9a-f]{64}, of statements [0-9a-f]{16} -->$/,
    );
    expect(second).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
  });

  it('writes only what --artifact names, by path or by name, and keeps it up to date from then on', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview });
    const { out } = await runCli(folder, ['build', '--artifact', 'containers.svg, output/slos-table.md']);
    expect(out).toBe(
      'written    output/slos-table.md\nwritten    diagrams/containers.svg\n2 files derived from overview.md: 2 written.\n',
    );
    await writeFile(join(folder, 'overview.md'), overview.replace('(page)', '(the page)'));
    expect((await runCli(folder, ['build', '--check'])).out).toContain('missing   docs/architecture.md\n');
    await runCli(folder, ['build']);
    await writeFile(join(folder, 'overview.md'), overview.replace('Tracking page', 'Another page'));
    const checked = await runCli(folder, ['build', '--check']);
    expect([checked.code, checked.out]).toEqual([1, expect.stringContaining('stale     diagrams/containers.svg\n')]);
  });

  it('writes everything with --all', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview });
    const { code, out } = await runCli(folder, ['build', '--all']);
    expect(code).toBe(0);
    const files = [...paths, ...onRequest.filter((path) => path !== openApiPath), 'docs/openapi/api.json'];
    for (const path of files) expect(out).toContain(`written    ${path}\n`);
    expect((await runCli(folder, ['build', '--check', '--all'])).code).toBe(0);
  });

  it('keeps what people write into an OpenAPI description, and lays what the overview says into it again', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview });
    await runCli(folder, ['build', '--artifact', 'api.json']);
    const path = join(folder, 'docs/openapi/api.json');
    const written = await readFile(path, 'utf8');
    await writeFile(path, written.replace('"paths": {}', '"paths": { "/parcels": { "summary": "All of them" } }'));
    await writeFile(join(folder, 'overview.md'), overview.replace('asks for a parcel', 'asks for two'));
    const { code, out } = await runCli(folder, ['build', '--artifact', 'api.json']);
    expect([code, out]).toEqual([0, expect.stringContaining('written    docs/openapi/api.json\n')]);
    const now = await readFile(path, 'utf8');
    expect(now).toContain('"summary": "All of them"');
    expect(now).toContain('"asks for two"');
    expect((await runCli(folder, ['build', '--artifact', 'api.json'])).out).toContain('1 unchanged');
    await writeFile(path, 'openapi: 3.1.1\n');
    expect((await runCli(folder, ['build', '--artifact', 'api.json'])).out).toContain(
      'kept       docs/openapi/api.json',
    );
  });

  it('leaves a file alone that stands where it could write, and was not asked to', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview, 'diagrams/containers.svg': '<svg/>' });
    const { code, out } = await runCli(folder, ['build']);
    expect([code, out]).toEqual([0, expect.not.stringContaining('containers.svg')]);
  });
});

describe('asbuilt build --check', () => {
  it('holds right after a build, and writes nothing', async () => {
    const folder = await builtProject();
    const before = await everything(folder);
    const { code, out } = await runCli(folder, ['build', '--check']);
    expect(code).toBe(0);
    expect(out).toContain('8 files derived from overview.md: 8 current.\n');
    expect(await everything(folder)).toEqual(before);
  });

  it('lists what is missing, stale or edited, with the first line that differs', async () => {
    const folder = await builtProject();
    await writeFile(join(folder, 'overview.md'), overview.replace('99.9% uptime', '99.5% uptime'));
    await appendFile(join(folder, 'diagrams/architecture.mmd'), 'mine\n');
    await rm(join(folder, 'output/slos-table.md'));
    const { code, out } = await runCli(folder, ['build', '--check']);
    expect(code).toBe(1);
    expect(out).toContain('missing   output/slos-table.md\n');
    expect(out).toMatch(/stale {5}docs\/service-contracts\.md\n +line \d+ is .*99\.9%, .*\n +it should be .*99\.5%, /);
    expect(out).toMatch(
      /edited {4}diagrams\/architecture\.mmd\n +line \d+ is +mine\n +it should be +\(the end of the file\)\n/,
    );
    expect(out).toMatch(
      /8 files derived from overview\.md: .* Put what was edited by hand into overview\.md .*"asbuilt build"/,
    );
    await expect(readdir(join(folder, 'output'))).resolves.not.toContain('slos-table.md');
  });

  it('says the same as JSON', async () => {
    const folder = await builtProject();
    await writeFile(join(folder, 'output/slos-table.md'), '# Mine\n');
    const { code, out } = await runCli(folder, ['build', '--check', '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      file: 'overview.md',
      holds: false,
      files: expect.arrayContaining([
        { path: 'docs/architecture.md', state: 'current' },
        {
          path: 'output/slos-table.md',
          state: 'foreign',
          difference: { line: 1, found: '# Mine', derived: '# Service level objectives of Parcel Desk' },
        },
      ]),
    });
  });

  it('does not miss what git ignores: each machine derives its own', async () => {
    const folder = await builtProject();
    await writeFile(join(folder, '.gitignore'), 'output/\n');
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    await rm(join(folder, 'output'), { recursive: true });
    const { code, out } = await runCli(folder, ['build', '--check']);
    expect(code).toBe(0);
    expect(out).toContain('3 current, 5 ignored.');
    await writeFile(join(folder, 'overview.md'), overview.replace('99.9% uptime', '99.5% uptime'));
    expect((await runCli(folder, ['build', '--check'])).code).toBe(1);
  });

  it('lets no file tell the terminal what to do', async () => {
    const folder = await builtProject();
    await writeFile(join(folder, 'output/slos-table.md'), '\u001B]0;pwned\u0007\n');
    const { out } = await runCli(folder, ['build', '--check']);
    expect(out).not.toContain('\u001B');
  });
});

describe('asbuilt build that cannot be tried', () => {
  it.each([
    [['build', '--check', '--force'], '--check writes nothing, so --force has nothing to force: give one of them.'],
    [
      ['build', '--all', '--artifact', 'x.svg'],
      '--all is every artifact, and --artifact some of them: give one of the two.',
    ],
    [
      ['build', '--artifact', 'containrs.svg'],
      '--artifact containrs.svg is none that can be derived. Did you mean containers.svg? "asbuilt build --list" lists them.',
    ],
    [['build', '--format', 'xml'], '--format xml is not known here: use text or json.'],
    [
      ['build', 'none.md'],
      'none.md: there is no such file (ENOENT). Name another one, or write an overview with "asbuilt new".',
    ],
  ])('says why: %j', async (argv, message) => {
    const folder = await temporaryFolder({ 'overview.md': overview });
    expect(await runCli(folder, argv)).toEqual({ code: 2, out: '', err: `asbuilt: ${message}\n` });
    await expect(readdir(folder)).resolves.toEqual(['overview.md']);
  });

  it('writes nothing into a folder that must not be written to', async () => {
    await builtProject();
    const folder = await temporaryFolder({ 'overview.md': overview });
    await chmod(folder, 0o555);
    const outcome = await asNobody(() => runCli(folder, ['build']));
    expect(outcome).toEqual({
      code: 2,
      out: '',
      err: 'asbuilt: docs/architecture.md cannot be written: permission denied (EACCES). Nothing was written.\n',
    });
  });

  it('does not follow a link out of the folder', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview });
    const elsewhere = await temporaryFolder();
    await symlink(elsewhere, join(folder, 'output'));
    const { code, err } = await runCli(folder, ['build']);
    expect(code).toBe(2);
    expect(err).toBe(
      "asbuilt: output/architecture-diagram.mmd would be written outside of the overview's folder: remove the symbolic link that leads there.\n",
    );
    await expect(readdir(elsewhere)).resolves.toEqual([]);
    await expect(readdir(folder)).resolves.toEqual(['output', 'overview.md']);
  });

  it('writes nothing when a folder stands where a file belongs', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview });
    await mkdir(join(folder, 'output/infrastructure.md'), { recursive: true });
    const { code, err } = await runCli(folder, ['build']);
    expect([code, err]).toEqual([2, 'asbuilt: output/infrastructure.md cannot be read: it is a folder (EISDIR).\n']);
    await expect(readdir(folder)).resolves.toEqual(['output', 'overview.md']);
  });
});
