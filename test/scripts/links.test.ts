import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenLinks, headingIds } from '../../scripts/lib/links.mjs';

describe('the links of our documents', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asbuilt-links-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function broken(text: string): Promise<string[]> {
    const document = join(folder, 'page.md');
    await writeFile(document, text);
    return brokenLinks([document], folder);
  }

  it('may lead to files, headings and the web', async () => {
    await writeFile(join(folder, 'other page.md'), '# Other\n\n## One *thing*, twice\n');
    const text =
      '# Page\n\n[a](<other%20page.md>) [b](other%20page.md#one-thing-twice) [c](#page) [d](https://example.org/x)\n';
    expect(await broken(text)).toEqual([]);
  });

  it('are told when the file is missing', async () => {
    expect(await broken('See [there](missing.md "a title") and ![this](img.png).\n')).toEqual([
      'page.md: the link to missing.md leads to a file that does not exist.',
      'page.md: the link to img.png leads to a file that does not exist.',
    ]);
  });

  it('are told when the heading is missing', async () => {
    expect(await broken('# Page\n\nSee [below](#below).\n')).toEqual([
      'page.md: the link to #below names a heading that is not there.',
    ]);
  });

  it('are read from definitions too', async () => {
    expect(await broken('See [there][1].\n\n[1]: missing.md\n')).toEqual([
      'page.md: the link to missing.md leads to a file that does not exist.',
    ]);
  });

  it('are not read from code', async () => {
    expect(await broken('`[a](b.md)`\n\n```md\n[c](d.md)\n```\n')).toEqual([]);
  });

  it('count headings of the same name, as GitHub does', () => {
    expect([...headingIds('# Set-up & more\n\n## `npm start`\n\n## `npm start`\n\n```\n# no heading\n```\n')]).toEqual([
      'set-up--more',
      'npm-start',
      'npm-start-1',
    ]);
  });
});
