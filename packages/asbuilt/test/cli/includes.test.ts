import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliProgram } from './support/cli-process.ts';
import { profile } from './support/documents.ts';
import { type Outcome, runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const overview = `---
status: review
includes:
  - flow.md
  - ops/failures.md
---

# Parcel desk

## Key Services

| Service | Responsibility | Protocol |
|---|---|---|
| Desk | takes parcels in | HTTP |
| Shelf | keeps what is where | Postgres |
`;
const flow =
  '## Data Flow\n\n1. Courier → Desk (parcel)\n2. Desk → Shelf (where to)\n3. Shelf → Desk\n4. Desk → Courier\n';
/** As an editor on Windows leaves it, with a task of its own. */
const failures = [
  '\uFEFF---',
  'title: Failures',
  '---',
  '## Failure Modes',
  '',
  '| Failure | Impact | Mitigation | Timeout |',
  '|---|---|---|---|',
  '| Desk down | High | Fallback | 10s |',
  '| Shelf down | High | Fallback | 12s |',
  '',
  '## Cost',
  '',
  '| Service | Cost |',
  '|---|---|',
  '| Desk | $40 |',
  '| Shelf | $25 |',
  '| **Total** | **$70** |',
].join('\r\n');

const files = {
  'docs/overview.md': overview,
  'docs/flow.md': flow,
  'docs/ops/failures.md': failures,
  'docs/confer-agent.profile.yml': profile,
};
const rules = ['--rule', 'timeouts-nest,costs-add-up'];

async function check(folder: string, ...options: readonly string[]): Promise<Outcome> {
  return runCli(folder, ['check', 'docs/overview.md', ...rules, ...options]);
}

describe('asbuilt check of an overview that includes files', () => {
  it('tells each place in the file where it is', async () => {
    const { code, out } = await check(await temporaryFolder(files));
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'docs/ops/failures.md:8:33 error timeouts-nest',
      'Desk is given up after 10 s, but its calls may take 12 s: Shelf 12 s (step 2)',
      ' 8 │ | Desk down | High | Fallback | 10s |',
      '   │                                 ^^^',
      'docs/ops/failures.md:9:34 note: Shelf may take 12 s',
      ' 9 │ | Shelf down | High | Fallback | 12s |',
      '   │                                  ^^^',
      'docs/flow.md:4:4 note: Step 2: Desk calls Shelf',
      ' 4 │ 2. Desk → Shelf (where to)',
      '   │    ^^^^^^^^^^^^',
      'help: Shorten Shelf, e.g. to 9 s, or give Desk more than 12 s.',
      '',
      'docs/ops/failures.md:17:17 error costs-add-up',
      'The total says $70/month, but its rows come to $65/month',
      ' 17 │ | **Total** | **$70** |',
      '    │                 ^^^',
      'docs/ops/failures.md:15:10 note: Desk costs $40/month',
      ' 15 │ | Desk | $40 |',
      '    │          ^^^',
      'docs/ops/failures.md:16:11 note: Shelf costs $25/month',
      ' 16 │ | Shelf | $25 |',
      '    │           ^^^',
      'help: Write $65 as the total, or mend the row that is wrong.',
      '',
      '2 errors, 0 warnings in docs/overview.md',
      '',
    ]);
  });

  it('tells them to programs too', async () => {
    const folder = await temporaryFolder(files);
    const json: unknown = JSON.parse((await check(folder, '--json')).out);
    expect(json).toMatchObject({
      file: 'docs/overview.md',
      findings: [
        {
          file: 'docs/ops/failures.md',
          line: 8,
          column: 33,
          endColumn: 36,
          notes: [
            { file: 'docs/ops/failures.md', line: 9 },
            { file: 'docs/flow.md', line: 4, column: 4 },
          ],
        },
        {
          file: 'docs/ops/failures.md',
          line: 17,
          repairs: [{ safe: true, edits: [{ line: 17, text: '65' }] }],
        },
      ],
    });
    const sarif: unknown = JSON.parse((await check(folder, '--format', 'sarif')).out);
    const artifactLocation = { uri: 'docs/ops/failures.md' };
    const at = (startLine: number): unknown => ({ physicalLocation: { artifactLocation, region: { startLine } } });
    expect(sarif).toMatchObject({
      runs: [
        {
          results: [
            {
              locations: [at(8)],
              relatedLocations: [at(9), { physicalLocation: { artifactLocation: { uri: 'docs/flow.md' } } }],
            },
            {
              locations: [at(17)],
              fixes: [
                { artifactChanges: [{ artifactLocation, replacements: [{ deletedRegion: { startLine: 17 } }] }] },
              ],
            },
          ],
        },
      ],
    });
    expect((await check(folder, '--format', 'github')).out).toMatch(
      /^::error file=docs\/ops\/failures\.md,line=8,endLine=8,col=33,endColumn=35,title=timeouts-nest::/,
    );
    expect((await check(folder, '--format', 'junit')).out).toContain('docs/ops/failures.md:8:33 error timeouts-nest');
  });

  it('repairs the file where it is wrong, and touches no other byte', async () => {
    const folder = await temporaryFolder(files);
    const { out } = await check(folder, '--fix');
    expect(out).toContain('mended docs/ops/failures.md:17:17 costs-add-up: Write $65 as the total\n');
    expect(await readFile(join(folder, 'docs/ops/failures.md'), 'utf8')).toBe(failures.replace('$70', '$65'));
    expect(await readFile(join(folder, 'docs/overview.md'), 'utf8')).toBe(overview);
  });

  it('finds a link from where it stands', async () => {
    const links = '## Links\n\n- [Runbook](runbook.md)\n- [Flow](flow.md)\n- [None](none.md)\n';
    const folder = await temporaryFolder({
      ...files,
      'docs/ops/runbook.md': '',
      'docs/ops/failures.md': links,
    });
    const { out } = await runCli(folder, ['check', 'docs/overview.md', '--rule', 'links-resolve', '--json']);
    expect(JSON.parse(out)).toMatchObject({ findings: [{ file: 'docs/ops/failures.md', line: 5 }], errors: 1 });
  });

  it.each([
    [
      'a file that is not there',
      'none.md',
      'docs/overview.md:4:5: the overview includes none.md, but there is no such file: write it, or take it out of "includes".',
    ],
    [
      'a file outside of its folder',
      '../secret.md',
      'docs/overview.md:4:5: ../secret.md lies outside of the overview\'s folder: move it in there, or take it out of "includes".',
    ],
    [
      'a link that leads outside of it',
      'linked.md',
      'docs/overview.md:4:5: linked.md lies outside of the overview\'s folder: move it in there, or take it out of "includes".',
    ],
    [
      'itself',
      './overview.md',
      'docs/overview.md:4:5: the overview includes itself: take ./overview.md out of "includes".',
    ],
    ['a folder', 'ops', 'docs/overview.md:4:5: docs/ops is a folder: name a file in it, e.g. docs/ops/overview.md.'],
    [
      'a file that includes others',
      'nested.md',
      'docs/nested.md:2:12: a file that is included cannot include others: name them in the overview, beside nested.md.',
    ],
  ])('says where it includes %s', async (_, entry, message) => {
    const folder = await temporaryFolder({
      ...files,
      'secret.md': '# Secret\n',
      'docs/nested.md': '---\nincludes: [flow.md]\n---\n',
      'docs/overview.md': overview.replace('flow.md', entry),
    });
    await symlink('../secret.md', join(folder, 'docs/linked.md'));
    expect(await check(folder)).toEqual({ code: 2, out: '', err: `asbuilt: ${message}\n` });
  });

  it('reads a file once that is named twice', async () => {
    const twice = overview.replace('  - flow.md\n', '  - flow.md\n  - ./flow.md\n');
    const folder = await temporaryFolder({ ...files, 'docs/overview.md': twice });
    const { out } = await runCli(folder, ['model', 'docs/overview.md']);
    expect(JSON.parse(out)).toMatchObject({ flows: [{ step: 1 }, { step: 2 }, { step: 3 }, { step: 4 }] });
  });
});

describe('other commands on an overview that includes files', () => {
  it('tell the places of values and prose in their files', async () => {
    const folder = await temporaryFolder({ ...files, 'docs/flow.md': `${flow}\nNobody knows why.\n` });
    const spans = await runCli(folder, ['model', 'docs/overview.md', '--spans']);
    expect(JSON.parse(spans.out)).toMatchObject({
      title: { line: 8, column: 3 },
      failures: [{ timeoutMs: { value: 10_000, file: 'docs/ops/failures.md', line: 8, column: 33 } }, {}],
    });
    const coverage = await runCli(folder, ['coverage', 'docs/overview.md']);
    expect(coverage.out).toContain('docs/flow.md:8:1 Nobody knows why.\n');
    const json = await runCli(folder, ['coverage', 'docs/overview.md', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      prose: expect.arrayContaining([expect.objectContaining({ file: 'docs/flow.md', line: 8 })]),
    });
  });

  it('tell what changed in them, with its place', async () => {
    const folder = await temporaryFolder({
      ...files,
      'new/overview.md': overview,
      'new/flow.md': flow,
      'new/ops/failures.md': failures.replace('12s', '8s'),
    });
    const { code, out } = await runCli(folder, ['diff', 'docs/overview.md', 'new/overview.md', '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      changes: [
        {
          before: { text: '12s', file: 'docs/ops/failures.md', line: 9, column: 34 },
          after: { text: '8s', file: 'new/ops/failures.md', line: 9 },
        },
      ],
    });
  });

  it('print and fill the file that was named', async () => {
    const open = overview.replace('# Parcel desk', '# {{HTTP_PORT}}');
    const folder = await temporaryFolder({
      ...files,
      'docs/overview.md': open,
      'docs/flow.md': flow.replace('parcel', '{{HTTP_PORT}}'),
    });
    expect((await runCli(folder, ['model', 'docs/overview.md', '--format', 'md'])).out).toBe(open);
    expect((await runCli(folder, ['resolve', 'docs/overview.md'])).out).toContain('1 hole filled, 0 open');
    expect(await readFile(join(folder, 'docs/overview.md'), 'utf8')).toBe(open.replace('{{HTTP_PORT}}', '4810'));
    expect((await runCli(folder, ['resolve', 'docs/flow.md'])).out).toContain('1 hole filled, 0 open');
  });

  it('build from all of them', async () => {
    const folder = await temporaryFolder(files);
    const { code } = await runCli(folder, ['build', 'docs/overview.md']);
    expect(code).toBe(0);
    expect(await readFile(join(folder, 'docs/docs/architecture.md'), 'utf8')).toContain('Shelf down');
  });
});

describe('asbuilt check --watch of an overview that includes files', () => {
  const program = cliProgram();

  it('checks again when one of them changes', async () => {
    const folder = await temporaryFolder(files);
    const cli = program.start(folder, ['check', 'docs/overview.md', '--watch', ...rules]);
    await expect.poll(() => cli.out()).toMatch(/2 errors, 0 warnings[^]*Ctrl-C ends\.\n$/);
    await writeFile(join(folder, 'docs/ops/failures.md'), failures.replace('12s', '8s').replace('$70', '$65'));
    await expect.poll(() => cli.out()).toContain('0 errors, 0 warnings');
  });
});
