import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { overview, profile } from './support/documents.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const git = (folder: string, ...args: readonly string[]): Promise<unknown> =>
  promisify(execFile)('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], { cwd: folder });

const commit = async (folder: string, message: string): Promise<void> => {
  await git(folder, 'add', '-A');
  await git(folder, 'commit', '--quiet', '-m', message);
};

/** A repository in which the shelf's timeout was 3s, then 4s, and is 20s on the disk. */
async function repository(): Promise<string> {
  const folder = await temporaryFolder({
    'overview.md': overview({ databaseTimeout: '3s' }),
    'confer-agent.profile.yml': profile,
    'docs/desk.md': overview({ databaseTimeout: '1s' }),
  });
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  await commit(folder, 'first');
  await writeFile(join(folder, 'overview.md'), overview({ databaseTimeout: '4s' }));
  await commit(folder, 'second');
  await writeFile(join(folder, 'overview.md'), overview({ databaseTimeout: '20s' }));
  return folder;
}

const differenceOf = (out: string): z.infer<typeof shape> => shape.parse(JSON.parse(out));
const said = z.object({ id: z.string(), text: z.string(), line: z.number(), column: z.number() });
const shape = z.object({
  versions: z.object({ before: z.string(), after: z.string() }),
  changes: z.array(
    z.object({
      kind: z.string(),
      subject: z.string(),
      field: z.string(),
      before: said.optional(),
      after: said.optional(),
    }),
  ),
  consequences: z.array(z.object({ measure: z.string(), subject: z.string(), sentence: z.string() })),
  appeared: z.array(z.object({ rule: z.string(), line: z.number().optional() })),
  gone: z.array(z.object({ rule: z.string() })),
});

/** What changed between two versions, as `before → after`. */
async function timeouts(folder: string, ...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await runCli(folder, ['diff', ...argv, '--format', 'json']);
  if (code === 2) return err;
  const { versions, changes } = differenceOf(out);
  const [change] = changes;
  return `${versions.before} ${change?.before?.text} → ${versions.after} ${change?.after?.text}`;
}

describe('asbuilt diff', () => {
  it('compares the last commit with the disk, and says what follows', async () => {
    const folder = await repository();
    const { code, out } = await runCli(folder, ['diff']);
    expect(code).toBe(1);
    expect(out).toContain(
      `HEAD:overview.md → overview.md

Failure modes
  ~ Shelf down: timeout  4s → 20s

What follows
  The timeouts below Desk do not nest any more: its calls may take 20 s, and it is given up after 10 s

Findings
  + error timeouts-nest: `,
    );
  });

  it('finds revisions, files, and files of revisions', async () => {
    const folder = await repository();
    expect(await timeouts(folder, 'HEAD~1')).toBe('HEAD~1:overview.md 3s → overview.md 20s');
    expect(await timeouts(folder, 'HEAD~1', 'main')).toBe('HEAD~1:overview.md 3s → main:overview.md 4s');
    expect(await timeouts(folder, 'main', 'HEAD~1')).toBe('main:overview.md 4s → HEAD~1:overview.md 3s');
    expect(await timeouts(folder, 'overview.md')).toBe('HEAD:overview.md 4s → overview.md 20s');
    expect(await timeouts(folder, 'docs/desk.md', 'overview.md')).toBe('docs/desk.md 1s → overview.md 20s');
    expect(await timeouts(folder, 'main:docs/desk.md', 'overview.md')).toBe('main:docs/desk.md 1s → overview.md 20s');
    expect(await timeouts(folder, 'HEAD~1', '--file', 'docs/desk.md')).toBe(
      'HEAD~1:docs/desk.md undefined → docs/desk.md undefined',
    );
  });

  it('counts paths of revisions from the root of the repository, and with a dot from where one stands', async () => {
    const folder = await repository();
    await mkdir(join(folder, 'docs'), { recursive: true });
    const docs = join(folder, 'docs');
    expect(await timeouts(docs, 'main:overview.md', 'desk.md')).toBe('main:overview.md 4s → desk.md 1s');
    expect(await timeouts(docs, 'main:./desk.md', 'main:../overview.md')).toBe(
      'main:docs/desk.md 1s → main:overview.md 4s',
    );
  });

  it('reads standard input', async () => {
    const folder = await repository();
    const given = { input: () => Promise.resolve(overview({ databaseTimeout: '2s' })) };
    const { code, out } = await runCli(folder, ['diff', 'main', '-'], given);
    expect([code, out.split('\n')[0]]).toEqual([1, 'main:overview.md → <stdin>']);
    expect(out).toContain('timeout  4s → 2s');
  });

  it('answers 0 where both state the same, whatever else they say', async () => {
    const folder = await repository();
    await writeFile(join(folder, 'overview.md'), `${overview({ databaseTimeout: '4000 ms' })}\nMore words.\n`);
    expect(await runCli(folder, ['diff'])).toEqual({
      code: 0,
      out: 'HEAD:overview.md and overview.md state the same.\n',
      err: '',
    });
  });

  it('gives places, consequences and findings as data', async () => {
    const folder = await repository();
    const { out } = await runCli(folder, ['diff', '--format', 'json']);
    const { changes, consequences, appeared, gone } = differenceOf(out);
    const line =
      overview()
        .split('\n')
        .findIndex((text) => text.startsWith('| Shelf down')) + 1;
    expect(changes[0]).toMatchObject({
      kind: 'changed',
      subject: 'Shelf down',
      before: { id: 'failure-modes/shelf-down/timeout', text: '4s', line },
      after: { text: '20s', line },
    });
    expect(consequences.map(({ measure }) => measure)).toEqual(['timeouts-nest']);
    expect([appeared.map(({ rule }) => rule), gone]).toEqual([['timeouts-nest'], []]);
  });

  it('writes Markdown for a pull request', async () => {
    const folder = await repository();
    const { out } = await runCli(folder, ['diff', 'main', '--format', 'md']);
    expect(out).toContain('| Failure modes | Shelf down: timeout | `4s` | `20s` |');
  });

  it('does not take what git ignores for what changed', async () => {
    const folder = await repository();
    const promised = `${overview({ databaseTimeout: '4s' })}\n## File Map\n\n- \`output/table.md\` → a table\n`;
    await writeFile(join(folder, '.gitignore'), 'output/\n');
    await writeFile(join(folder, 'overview.md'), promised);
    await mkdir(join(folder, 'output'));
    await writeFile(join(folder, 'output/table.md'), 'derived\n');
    await commit(folder, 'third');
    expect((await runCli(folder, ['diff'])).code).toBe(0);
  });

  it('says what it cannot find', async () => {
    const folder = await repository();
    expect(await timeouts(folder, 'nowhere')).toBe(
      'asbuilt: nowhere is neither a file nor a revision that git knows here: name one of the two.\n',
    );
    expect(await timeouts(folder, 'main:nowhere.md', 'main')).toBe(
      'asbuilt: nowhere.md is not among the files of main: name another file or revision.\n',
    );
    expect(await timeouts(folder, '--output=x', 'main')).toMatch(/^asbuilt diff: /);
    const bare = await temporaryFolder({ 'overview.md': overview() });
    expect((await runCli(bare, ['diff'])).code).toBe(2);
  });
});
