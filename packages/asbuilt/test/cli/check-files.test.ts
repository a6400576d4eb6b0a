import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fewRules, overview, profile } from './support/documents.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const sound = overview();
const broken = overview({ databaseTimeout: '12s' });
const warned = overview({ status: 'draft' }).replace('takes parcels in |', '[what it does] |');

const several = z.object({
  files: z.array(z.object({ file: z.string(), errors: z.number() })),
  errors: z.number(),
  warnings: z.number(),
});

async function filesIn(folder: string, ...argv: string[]): Promise<readonly string[]> {
  const { out } = await runCli(folder, ['check', ...argv, '--json', ...fewRules]);
  return several.parse(JSON.parse(out)).files.map(({ file }) => file);
}

describe('asbuilt check with several files', () => {
  it('prints those that do not hold, and the sum over all', async () => {
    const folder = await temporaryFolder({ 'a.md': sound, 'b.md': broken, 'c.md': warned });
    const { code, out, err } = await runCli(folder, ['check', 'a.md', 'b.md', 'c.md', './a.md', ...fewRules]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).not.toContain('in a.md');
    expect(out).toContain('b.md:31:37 error timeouts-nest\n');
    expect(out).toContain('\n1 error, 0 warnings in b.md\n');
    expect(out).toMatch(/\n\n1 error, 1 warning in 2 of 3 files\n$/);
  });

  it('says of files that all hold how many they are', async () => {
    const folder = await temporaryFolder({ 'a/overview.md': sound, 'b/overview.md': sound });
    expect(await runCli(folder, ['check', '*/overview.md', ...fewRules])).toEqual({
      code: 0,
      out: '0 errors, 0 warnings in 2 files\n',
      err: '',
    });
  });

  it('reads the profile beside each of them', async () => {
    const folder = await temporaryFolder({
      'a/overview.md': sound,
      'a/confer-agent.profile.yml': profile,
      'b/overview.md': sound,
      'b/confer-agent.profile.yml': 'http_port: 4999\n',
    });
    const { out } = await runCli(folder, ['check', 'a/overview.md', 'b/overview.md', ...fewRules]);
    expect(out).toContain('b/confer-agent.profile.yml:1:12 note: ');
    expect(out).toContain('1 error, 0 warnings in 1 of 2 files\n');
  });

  it('checks the others, and exits with 2, when one cannot be read', async () => {
    const folder = await temporaryFolder({ 'a.md': broken });
    const { code, out, err } = await runCli(folder, ['check', 'a.md', 'none.md', ...fewRules]);
    expect(code).toBe(2);
    expect(out).toContain('1 error, 0 warnings in 1 of 1 file\n');
    expect(err).toMatch(/^asbuilt: none\.md: there is no such file.*\n$/);
  });

  it('lists them as data with --json, one alone as before', async () => {
    const folder = await temporaryFolder({ 'a.md': sound, 'b.md': broken });
    const { out } = await runCli(folder, ['check', 'a.md', 'b.md', '--json', ...fewRules]);
    expect(JSON.parse(out)).toEqual({
      files: [
        { file: 'a.md', findings: [], errors: 0, warnings: 0 },
        expect.objectContaining({ file: 'b.md', errors: 1 }),
      ],
      errors: 1,
      warnings: 0,
    });
    const alone = await runCli(folder, ['check', 'a.md', '--json', ...fewRules]);
    expect(JSON.parse(alone.out)).toEqual({ file: 'a.md', findings: [], errors: 0, warnings: 0 });
    expect(await filesIn(folder, '[ab].md')).toEqual(['a.md', 'b.md']);
    expect(await filesIn(folder, 'a*.md')).toEqual(['a.md']);
  });

  it('fills patterns in, in any order of folders, and leaves out what is not of the project', async () => {
    const folder = await temporaryFolder({
      'overview.md': sound,
      'docs/overview.md': sound,
      'docs/deep/down/overview.md': sound,
      'docs/deep/other.md': sound,
      'node_modules/x/overview.md': sound,
      '.cache/overview.md': sound,
    });
    await symlink(folder, join(folder, 'docs/loop'));
    expect(await filesIn(folder, '**/overview.md')).toEqual([
      'docs/deep/down/overview.md',
      'docs/overview.md',
      'overview.md',
    ]);
    expect(await filesIn(folder, 'docs/**/*.md')).toHaveLength(3);
    expect(await filesIn(folder, 'docs/**')).toHaveLength(3);
    expect(await filesIn(folder, '{docs,docs/{deep,none}}/o*.md')).toEqual(['docs/deep/other.md', 'docs/overview.md']);
    expect(await filesIn(folder, 'd?cs/[!x]verview.md', '.cache/*.md')).toEqual([
      'docs/overview.md',
      '.cache/overview.md',
    ]);
    expect(await filesIn(folder, `${folder}/docs/*.md`)).toEqual([`${folder}/docs/overview.md`]);
    expect(await filesIn(join(folder, 'docs'), '../*.md')).toEqual(['../overview.md']);
  });

  it('takes a file whose name looks like a pattern for what it is', async () => {
    const folder = await temporaryFolder({ 'a[1].md': sound, 'a1.md': broken });
    expect(await runCli(folder, ['check', 'a[1].md', ...fewRules])).toMatchObject({
      code: 0,
      out: '0 errors, 0 warnings in a[1].md\n',
    });
  });

  it.each([
    [['docs/**/x.md'], 'docs/**/x.md matches no file.'],
    [['a.md', '-'], 'standard input is one document: check it alone.'],
    [['{1,2,3,4,5,6,7,8,9,0}'.repeat(4)], 'stands for more than 1000 patterns.'],
  ])('exits with 2 for %j', async (argv, message) => {
    const folder = await temporaryFolder({ 'a.md': sound });
    const { code, err } = await runCli(folder, ['check', ...argv]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('asbuilt check asks for less', () => {
  it('with --rule: only these, given once, several times, or with commas', async () => {
    const text = broken.replace('1. Courier', '1. Courir').replace('Shelf → Desk (place)', 'Shelff → Desk (place)');
    const folder = await temporaryFolder({ 'overview.md': text, 'confer-agent.profile.yml': 'htp_port: 1\n' });
    const rulesIn = async (...argv: string[]): Promise<readonly string[]> => {
      const { out } = await runCli(folder, ['check', '--json', ...argv]);
      const { findings } = z.object({ findings: z.array(z.object({ rule: z.string() })) }).parse(JSON.parse(out));
      return [...new Set(findings.map(({ rule }) => rule))].toSorted();
    };
    expect(await rulesIn('--rule', 'timeouts-nest')).toEqual(['timeouts-nest']);
    expect(await rulesIn('--rule', 'timeouts-nest,names-agree')).toEqual(['names-agree', 'timeouts-nest']);
    expect(await rulesIn('--rule', 'names-agree', '--rule', 'profile-is-valid')).toEqual([
      'names-agree',
      'profile-is-valid',
    ]);
    expect(await rulesIn('--rule', 'triggers-are-numbers')).toEqual([]);
  });

  it('with --rule: a name that no rule has is an error with the one that was meant', async () => {
    const folder = await temporaryFolder({ 'overview.md': sound });
    expect(await runCli(folder, ['check', '--rule', 'timeout-nests'])).toEqual({
      code: 2,
      out: '',
      err: 'asbuilt: there is no rule timeout-nests. Did you mean timeouts-nest? asbuilt explain lists them all.\n',
    });
  });

  it('with --quiet: errors alone, and the sum says so', async () => {
    const text = broken
      .replace('status: "review"', 'status: "draft"')
      .replace('takes parcels in |', '[what it does] |');
    const folder = await temporaryFolder({ 'overview.md': text });
    const { code, out } = await runCli(folder, ['check', '--quiet', ...fewRules]);
    expect(code).toBe(1);
    expect(out).not.toContain('warning');
    expect(out).toMatch(/\n1 error in overview\.md\n$/);
  });

  it('with --max-warnings: more warnings than allowed fail, be they printed or not', async () => {
    const folder = await temporaryFolder({ 'overview.md': warned });
    expect(await runCli(folder, ['check', '--max-warnings', '1', ...fewRules])).toMatchObject({ code: 0, err: '' });
    expect(await runCli(folder, ['check', '--max-warnings', '0', '--quiet', ...fewRules])).toEqual({
      code: 1,
      out: '0 errors in overview.md\n',
      err: 'asbuilt: 1 warning, and --max-warnings allows 0.\n',
    });
    const { code, err } = await runCli(folder, ['check', '--max-warnings', 'few']);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'asbuilt: --max-warnings few is no number of warnings: give 0 or more.\n',
    });
  });
});
