import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '../packages/asbuilt/test/lsp/support/editor.ts';
import { startSession } from '../packages/asbuilt/test/lsp/support/session.ts';
import { packExtension } from '../scripts/extension.mjs';
import { unzipped } from './unzipped.ts';

/** Outside of the checkout, so that nothing of it can be found from there. */
let folder = '';
const installed = (path: string): string => join(folder, 'installed/extension', path);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asbuilt-extension-'));
  const vsix = await packExtension(join(folder, 'packed'));
  for (const { path, bytes } of unzipped(await readFile(vsix))) {
    const target = join(folder, 'installed', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
  await rm(join(folder, 'packed'), { recursive: true });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the packed extension, in an empty folder', () => {
  it('has the entry that its manifest names, which is a program', async () => {
    const main = /"main": "([^"]+)"/.exec(await readFile(installed('package.json'), 'utf8'))?.[1] ?? '';
    expect(existsSync(installed(main))).toBe(true);
    expect(await readFile(installed(main), 'utf8')).toContain('dist/server/asbuilt.js');
  });

  it('brings a server that answers and finds what does not hold', async () => {
    const work = join(folder, 'work');
    await mkdir(work);
    const { connection, initialized, next } = await startSession({
      script: installed('dist/server/asbuilt.js'),
      folder: work,
    });
    expect(initialized.serverInfo?.name).toBe('asbuilt');
    expect(initialized.capabilities).toMatchObject({ hoverProvider: true, documentFormattingProvider: true });
    const uri = pathToFileURL(join(work, 'overview.md')).href;
    const text = '## Cost\n\n| Service | Cost |\n|---|---|\n| Desk | $5 |\n| **Total** | $6 |\n';
    await open(connection, uri, text);
    const { diagnostics } = await next(uri);
    expect(diagnostics.map(({ code }) => code)).toContain('costs-add-up');
  });
});
