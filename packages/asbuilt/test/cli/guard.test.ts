import { execFile } from 'node:child_process';
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { overview, profile } from './support/documents.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const guarded = `${overview()}
## Context Capsule

- Secrets: \`secrets/.env\`
- Non-negotiables: a port changes here and in the ingress

## File Map & Artifacts

- \`docs/handbook.md\` → how the desk works

## AI Agent Actions & Guardrails

**Guardrails:** do not touch unrelated files; keep commits small.
`;

const git = (folder: string, ...args: readonly string[]): Promise<unknown> =>
  promisify(execFile)('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], { cwd: folder });

/** A repository with one commit of an overview and what belongs to it. */
async function repository(): Promise<string> {
  const folder = await temporaryFolder({
    'overview.md': guarded,
    'confer-agent.profile.yml': profile,
    'docs/handbook.md': '# Handbook\n',
    'output/slos-table.md': 'derived\n',
    'src/desk.ts': 'export {};\n',
  });
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  await git(folder, 'add', '-A');
  await git(folder, 'commit', '--quiet', '-m', 'first');
  return folder;
}

async function write(folder: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

const judged = z.object({
  changed: z.array(z.object({ path: z.string(), kind: z.string() })),
  verdicts: z.array(z.looseObject({ verdict: z.string(), path: z.string(), statement: z.string().optional() })),
});

async function judge(folder: string, ...argv: readonly string[]): Promise<z.infer<typeof judged>> {
  const { out } = await runCli(folder, ['guard', ...argv, '--format', 'json']);
  return judged.parse(JSON.parse(out));
}

describe('asbuilt guard', () => {
  it('has nothing against a change of the code, and reminds of the guardrails', async () => {
    const folder = await repository();
    await appendFile(join(folder, 'src/desk.ts'), '// more\n');
    expect(await runCli(folder, ['guard'])).toEqual({
      code: 0,
      out: '1 changed file against overview.md: 0 refused, 0 to review\n\nKeep in mind:\n- do not touch unrelated files\n- keep commits small\n',
      err: '',
    });
  });

  it('refuses a secret, with the place in the overview that says so', async () => {
    const folder = await repository();
    await write(folder, 'secrets/.env', 'PASSWORD=x\n');
    const { code, out } = await runCli(folder, ['guard']);
    expect(code).toBe(1);
    const line = guarded.split('\n').findIndex((text) => text.startsWith('- Secrets:')) + 1;
    expect(out).toMatch(new RegExp(`^refused {2}secrets/\\.env: secrets stay .*\\n +overview\\.md:${line}:\\d+$`, 'm'));
  });

  it('refuses a derived file that was edited alone, and lets it pass together with the overview', async () => {
    const folder = await repository();
    await write(folder, 'output/slos-table.md', 'by hand\n');
    expect((await judge(folder)).verdicts).toMatchObject([{ verdict: 'refused', path: 'output/slos-table.md' }]);
    await appendFile(join(folder, 'overview.md'), '\n');
    expect((await judge(folder)).verdicts).toEqual([]);
  });

  it('refuses to lose a file that the file map promises, also by renaming it', async () => {
    const folder = await repository();
    await git(folder, 'mv', 'docs/handbook.md', 'docs/guide.md');
    const { changed, verdicts } = await judge(folder);
    expect(changed).toEqual([
      { path: 'docs/guide.md', kind: 'added' },
      { path: 'docs/handbook.md', kind: 'deleted' },
    ]);
    expect(verdicts).toMatchObject([{ verdict: 'refused', path: 'docs/handbook.md', statement: expect.any(String) }]);
  });

  it('wants a person to look at a profile that changes alone, and exits with 0', async () => {
    const folder = await repository();
    await appendFile(join(folder, 'confer-agent.profile.yml'), '# changed\n');
    const { code, out } = await runCli(folder, ['guard']);
    expect(code).toBe(0);
    expect(out).toMatch(/^review {3}confer-agent\.profile\.yml: .*"a port changes here and in the ingress"$/m);
  });

  it('looks with --staged at what is staged only', async () => {
    const folder = await repository();
    await write(folder, 'secrets/.env', 'PASSWORD=x\n');
    await write(folder, 'src/new.ts', 'export {};\n');
    await git(folder, 'add', 'src/new.ts');
    expect(await judge(folder, '--staged')).toMatchObject({
      changed: [{ path: 'src/new.ts', kind: 'added' }],
      verdicts: [],
    });
    expect((await judge(folder)).changed).toHaveLength(2);
  });

  it('looks with --base at everything since the fork, and not at what the base did since', async () => {
    const folder = await repository();
    await git(folder, 'switch', '--quiet', '--create', 'feature');
    await rm(join(folder, 'docs/handbook.md'));
    await git(folder, 'commit', '--quiet', '--all', '-m', 'second');
    await git(folder, 'switch', '--quiet', 'main');
    await write(folder, 'output/slos-table.md', 'on main\n');
    await git(folder, 'commit', '--quiet', '--all', '-m', 'third');
    await git(folder, 'switch', '--quiet', 'feature');
    expect((await judge(folder, '--base', 'main')).changed).toEqual([{ path: 'docs/handbook.md', kind: 'deleted' }]);
  });

  it('counts paths from the folder of the overview, and leaves what lies outside of it', async () => {
    const folder = await repository();
    await write(folder, 'part/overview.md', guarded);
    await git(folder, 'add', 'part');
    await git(folder, 'commit', '--quiet', '-m', 'part');
    await write(folder, 'part/secrets/.env', 'PASSWORD=x\n');
    await write(folder, 'elsewhere.txt', 'x\n');
    expect(await judge(folder, 'part/overview.md')).toMatchObject({
      changed: [{ path: 'secrets/.env', kind: 'added' }],
      verdicts: [{ verdict: 'refused', path: 'secrets/.env' }],
    });
  });

  it('looks at the first commit too', async () => {
    const folder = await temporaryFolder({ 'overview.md': guarded });
    await git(folder, 'init', '--quiet');
    await git(folder, 'add', '-A');
    expect((await judge(folder)).changed).toEqual([{ path: 'overview.md', kind: 'added' }]);
  });

  it('reads names with spaces, quotes and umlauts as they are', async () => {
    const folder = await repository();
    await write(folder, 'docs/für "alle" hier.md', 'x\n');
    expect((await judge(folder)).changed).toEqual([{ path: 'docs/für "alle" hier.md', kind: 'added' }]);
  });
});

describe('asbuilt guard exits with 2', () => {
  it('outside of a git repository', async () => {
    const { code, err } = await runCli(await temporaryFolder({ 'overview.md': guarded }), ['guard']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^asbuilt: .* is in no git repository/) });
  });

  it('for a revision that git does not know, whatever it looks like', async () => {
    const folder = await repository();
    expect(await runCli(folder, ['guard', '--base=--output=x'])).toEqual({
      code: 2,
      out: '',
      err: 'asbuilt: --base --output=x: git knows no such revision here.\n',
    });
  });

  it('for two changes at once', async () => {
    const { code, err } = await runCli(await repository(), ['guard', '--staged', '--base', 'main']);
    expect(code).toBe(2);
    expect(err).toContain('give one of them');
  });

  it('for an overview from standard input', async () => {
    const { code } = await runCli(await repository(), ['guard', '-'], { input: async () => guarded });
    expect(code).toBe(2);
  });
});
