import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/cli/command.ts';
import { writeNew } from '../../src/cli/new.ts';
import { profile } from './support/documents.ts';
import { captured } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const profileFile = 'confer-agent.profile.yml';
/** In Tokyo it is the next day already. */
const moment = { now: Date.UTC(2031, 4, 6, 22, 30, 15), uuid: '0f8fad5b-d9cb-469f-a165-70867728950e' };

async function runNew(cwd: string, args: readonly string[], options: Invocation['options'] = {}) {
  const { io, outcome } = captured(cwd);
  const code = await writeNew({ args, options }, io, moment);
  return outcome(code);
}

describe('asbuilt new', () => {
  it('writes the template with its tokens, dates, id and name filled', async () => {
    const folder = await temporaryFolder({ [profileFile]: profile });
    const { code, out } = await runNew(folder, [], { name: 'parcel-desk' });
    const text = await readFile(join(folder, 'overview.md'), 'utf8');
    expect(code).toBe(0);
    expect(text).toContain(`task_id: "${moment.uuid}"`);
    expect(text).toContain('created_at: "2031-05-06"');
    expect(text).toContain('updated_at: "2031-05-06T22:30:15+00:00"');
    expect(text).toContain('http_port: "4810"');
    expect(text).toContain('- **Project:** parcel-desk\n');
    expect(text).not.toMatch(/\{\{|uuid-here|\[project-name\]/);
    expect(out).toMatch(/^filled {2}overview\.md:2:11 +uuid-here → 0f8fad5b-d9cb-469f-a165-70867728950e$/m);
    expect(out).toMatch(/^wrote overview\.md: \d+ holes filled, \d+ open$/m);
    expect(out).toContain('Next: ');
  });

  it('says where each open hole stands in the document that it wrote', async () => {
    const folder = await temporaryFolder({ [profileFile]: profile });
    const { out } = await runNew(folder, [], { name: 'x' });
    const lines = (await readFile(join(folder, 'overview.md'), 'utf8')).split('\n');
    const open = [...out.matchAll(/^open +overview\.md:(\d+):(\d+) +(\S.*)$/gm)];
    expect(open.length).toBeGreaterThan(10);
    for (const [, line, column, hole = ''] of open) {
      expect(lines[Number(line) - 1]?.slice(Number(column) - 1)).toMatch(
        new RegExp(`^${hole.replaceAll(/[[\]/().+@]/g, String.raw`\$&`)}`),
      );
    }
  });

  it('leaves tokens open that no profile sets, and says which key is missing', async () => {
    const folder = await temporaryFolder({});
    const { out } = await runNew(folder, [], { name: 'x' });
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toContain('{{HTTP_PORT}}');
    expect(out).toMatch(/^open +overview\.md:\d+:\d+ +\{\{HTTP_PORT\}\} \(.*http_port\)$/m);
  });

  it('takes the profile beside the file, and another one with --profile', async () => {
    const folder = await temporaryFolder({
      [profileFile]: 'http_port: 1\n',
      [`docs/${profileFile}`]: 'http_port: 2\n',
      'team.yml': 'http_port: 3\n',
    });
    await runNew(folder, ['docs/a.md']);
    await runNew(folder, ['docs/b.md'], { profile: 'team.yml' });
    expect(await readFile(join(folder, 'docs/a.md'), 'utf8')).toContain('http_port: "2"');
    expect(await readFile(join(folder, 'docs/b.md'), 'utf8')).toContain('http_port: "3"');
  });

  it('makes the folder, and names the project after it unless told otherwise', async () => {
    const folder = await temporaryFolder();
    await runNew(folder, ['parcel-desk/overview.md']);
    expect(await readFile(join(folder, 'parcel-desk/overview.md'), 'utf8')).toContain('- **Project:** parcel-desk\n');
  });

  it('leaves no temporary file behind', async () => {
    const folder = await temporaryFolder();
    await runNew(folder, []);
    expect(await readdir(folder)).toEqual(['overview.md']);
  });
});

describe('asbuilt new refuses', () => {
  it('to overwrite a file without --force', async () => {
    const folder = await temporaryFolder({ 'overview.md': 'mine\n' });
    await expect(runNew(folder, [])).rejects.toThrow('overview.md exists already');
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe('mine\n');
    await runNew(folder, [], { force: true });
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toContain('Architecture Overview');
  });

  it.each(['a"b', 'a | b', '../x', '', 'two\nlines'])('the name %j, which cannot stand everywhere', async (name) => {
    const folder = await temporaryFolder();
    await expect(runNew(folder, [], { name })).rejects.toThrow('use letters, digits');
    expect(await readdir(folder)).toEqual([]);
  });

  it('a profile that does not exist', async () => {
    await expect(runNew(await temporaryFolder(), [], { profile: 'none.yml' })).rejects.toThrow('none.yml');
  });

  it('standard output', async () => {
    await expect(runNew(await temporaryFolder(), ['-'])).rejects.toThrow('name it');
  });

  it('a place that cannot be written to', async () => {
    const folder = await temporaryFolder({ notes: 'a file' });
    await expect(runNew(folder, ['notes/overview.md'])).rejects.toThrow(/notes\/overview\.md cannot be written: .*/);
  });
});
