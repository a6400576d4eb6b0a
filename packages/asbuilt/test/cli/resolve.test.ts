import { lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/cli/command.ts';
import { resolveFile } from '../../src/cli/resolve.ts';
import { profile } from './support/documents.ts';
import { captured } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const moment = { now: Date.UTC(2031, 4, 6, 22, 30, 15), uuid: '0f8fad5b-d9cb-469f-a165-70867728950e' };

const document = [
  '\uFEFF---',
  'task_id: "uuid-here"   # one id',
  'created_at: "{{AUTO:DATE:Asia/Tokyo}}"',
  'updated_at: "{{AUTO:DATETIME_ISO:America/Chicago}}"',
  '---',
  '',
  '# Plan\t ',
  '',
  '## Context Capsule',
  '',
  '- **Runtime profile:** {{ENV}}  ',
  '- **Default ports:** HTTP={{HTTP_PORT}}',
  '- **Auth:** [Clerk/Auth0]',
  '- **Infra:** {{REGION}}',
].join('\r\n');

const resolvedDocument = document
  .replace('uuid-here', moment.uuid)
  .replace('{{AUTO:DATE:Asia/Tokyo}}', '2031-05-07')
  .replace('{{AUTO:DATETIME_ISO:America/Chicago}}', '2031-05-06T17:30:15-05:00')
  .replace('{{ENV}}', 'staging')
  .replace('{{HTTP_PORT}}', '4810');

async function runResolve(cwd: string, args: readonly string[], options: Invocation['options'] = {}) {
  const { io, outcome } = captured(cwd);
  const code = await resolveFile({ args, options }, io, moment);
  return outcome(code);
}

const project = (): Promise<string> =>
  temporaryFolder({ 'overview.md': document, 'confer-agent.profile.yml': profile });

describe('asbuilt resolve', () => {
  it('fills the holes and leaves every other byte as it is', async () => {
    const folder = await project();
    const { code, out } = await runResolve(folder, []);
    expect(code).toBe(0);
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe(resolvedDocument);
    expect(out).toContain('overview.md: 5 holes filled, 2 open\n');
  });

  it('says what it filled, and why the rest stays open', async () => {
    const { out } = await runResolve(await project(), []);
    expect(out).toMatch(/^filled {2}overview\.md:11:24 +\{\{ENV\}\} → staging$/m);
    expect(out).toMatch(/^open {4}overview\.md:13:13 +\[Clerk\/Auth0\]$/m);
    expect(out).toMatch(/^open {4}overview\.md:14:14 +\{\{REGION\}\} \(.*tokens\.REGION\)$/m);
  });

  it('does not touch a file that has nothing to fill', async () => {
    const folder = await temporaryFolder({ 'overview.md': resolvedDocument });
    const before = await stat(join(folder, 'overview.md'), { bigint: true });
    const { code } = await runResolve(folder, []);
    const after = await stat(join(folder, 'overview.md'), { bigint: true });
    expect(code).toBe(0);
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  it('keeps a link a link, and fills the document that it leads to', async () => {
    const folder = await temporaryFolder({ 'docs/real.md': document, 'confer-agent.profile.yml': profile });
    await symlink('docs/real.md', join(folder, 'overview.md'));
    await runResolve(folder, []);
    expect((await lstat(join(folder, 'overview.md'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'docs/real.md'), 'utf8')).toBe(resolvedDocument);
  });

  it('shows no control characters of the document', async () => {
    const folder = await project();
    await writeFile(join(folder, 'overview.md'), `# Plan\n\n## Context Capsule\n\n- **Auth:** [one\u0007/two]\n`);
    const { out } = await runResolve(folder, []);
    expect(out).toContain('[one�/two]');
  });
});

describe('asbuilt resolve --check', () => {
  it('writes nothing, and exits with 1 while a hole could be filled', async () => {
    const folder = await project();
    const { code, out } = await runResolve(folder, [], { check: true });
    expect(code).toBe(1);
    expect(out).toContain('overview.md: 5 holes could be filled: run asbuilt resolve\n');
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe(document);
  });

  it('exits with 0 when only decisions and unknown tokens are open', async () => {
    const folder = await project();
    await runResolve(folder, []);
    const { code, out } = await runResolve(folder, [], { check: true });
    expect(code).toBe(0);
    expect(out).toContain('overview.md: nothing that could be filled\n');
  });
});
