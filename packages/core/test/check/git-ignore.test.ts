import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGitIgnored } from '#check/git-ignore';
import type { ProjectFiles } from '#check/rule';
import { cpuMsOf } from '../cpu-ms.ts';

const files: Readonly<Record<string, string>> = {
  '.gitignore': [
    '# local',
    'node_modules/',
    '/secrets',
    '*.local.yml',
    'docs/**/draft-?.md',
    'a/**',
    '!a/keep',
    'logs/*',
    '!logs/keep.txt',
    'b[0-9].txt',
    'c[!x].txt',
    String.raw`\#hash`,
    String.raw`trail\ `,
    'blank   ',
    'deep/er',
    '**/anywhere',
    'paren(1).txt',
    '[z-a]never',
    'open[bracket',
    's/**/t/*-?.log',
  ].join('\n'),
  'sub/.gitignore': '!/x.local.yml\n/only-here\n',
};

const paths = [
  'node_modules/x.js',
  'sub/node_modules/x.js',
  'node_modules',
  'secrets/.env',
  'sub/secrets/.env',
  'x.local.yml',
  'sub/x.local.yml',
  'sub/y/x.local.yml',
  'docs/draft-1.md',
  'docs/p/q/draft-2.md',
  'docs/draft-12.md',
  'a/keep',
  'a/b/c',
  'logs/x.txt',
  'logs/keep.txt',
  'logs/x/keep.txt',
  'b1.txt',
  'bx.txt',
  'cx.txt',
  'cy.txt',
  '#hash',
  'trail ',
  'blank',
  'deep/er/x',
  'x/deep/er',
  'x/y/anywhere/z',
  'sub/only-here',
  'only-here',
  'paren(1).txt',
  'overview.md',
  'open[bracket',
  's/t/a-b.log',
  's/u/v/t/a-b.log',
  's/u/v/t/ab.log',
];

const project: ProjectFiles = {
  has: (path) => Object.hasOwn(files, path),
  text: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
};

describe('what git ignores', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'asbuilt-ignore-'));
    execFileSync('git', ['init', '-q'], { cwd: folder });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(paths)('is told as git tells it: %s', (path) => {
    const asked = ['-c', 'core.excludesFile=/dev/null', 'check-ignore', '-q', '--', path];
    let isIgnored = true;
    try {
      execFileSync('git', asked, { cwd: folder, stdio: 'ignore' });
    } catch {
      isIgnored = false;
    }
    expect(isGitIgnored(path, project)).toBe(isIgnored);
  });

  it('is told in little time, whatever the patterns', () => {
    const hostile = `${'*a'.repeat(99)}b\n${'**/'.repeat(60)}b\n`.repeat(500);
    const path = `${'a'.repeat(250)}/`.repeat(10);
    expect(cpuMsOf(() => isGitIgnored(path, { has: () => false, text: () => hostile }))).toBeLessThan(20_000);
  });

  it('is not known where nothing says it', () => {
    expect(isGitIgnored('secrets/.env', { has: () => false, text: () => undefined })).toBeUndefined();
  });

  it('is nothing in a repository that ignores nothing', () => {
    expect(isGitIgnored('secrets/.env', { has: (path) => path === '.git', text: () => undefined })).toBe(false);
  });
});
