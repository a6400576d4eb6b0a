import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { chooseServer, type Surroundings } from '../editors/vscode/src/choose-server.ts';
import { isOurs } from '../editors/vscode/src/documents.ts';
import { contentTypes, vsixManifest } from '../scripts/lib/vsix.mjs';
import { zip } from '../scripts/lib/zip.mjs';
import { unzipped } from './unzipped.ts';

/** Two open folders that are trusted, and nothing set, but for what is given. */
function around(given: Partial<Surroundings>, ...files: readonly string[]): Surroundings {
  const exists = (path: string): boolean => files.includes(path);
  return { folders: ['/docs', '/shop'], isTrusted: true, path: '', bundled: '/extension/asbuilt.js', exists, ...given };
}

describe('the server of the editor', () => {
  const own = '/shop/node_modules/asbuilt/dist/asbuilt.js';
  it('is that of the project, before the one that the user names', () => {
    expect(chooseServer(around({ path: '/mine.js' }, own, '/mine.js'))).toEqual({ script: own });
  });

  it('is the one that the user names, where the project has none', () => {
    expect(chooseServer(around({ path: '/mine.js' }, '/mine.js'))).toEqual({ script: '/mine.js' });
  });

  it('is the one that comes with the extension, where nobody says anything', () => {
    expect(chooseServer(around({}))).toEqual({ script: '/extension/asbuilt.js' });
  });

  it('is none where the user names a file that is not there', () => {
    expect(chooseServer(around({ path: '/gone.js' }))).toMatchObject({ problem: expect.stringMatching(/\/gone\.js/) });
  });

  it('comes from nobody else where the folder is not trusted', () => {
    const untrusted = around({ isTrusted: false, path: '/mine.js' }, own, '/mine.js');
    expect(chooseServer(untrusted)).toEqual({ script: '/extension/asbuilt.js' });
  });

  it('is for overviews and profiles only', () => {
    const paths = ['/a/overview.md', '/a/shop-OVERVIEW.md', '/a/confer-agent.profile.yml', '/a/x.profile.local.yaml'];
    expect(paths.every(isOurs)).toBe(true);
    expect(['/a/README.md', '/a/overview.mdx', '/a/compose.yml'].some(isOurs)).toBe(false);
  });
});

describe('the package of the extension', () => {
  it('is an archive that gives back its files', () => {
    const entries = [
      { path: 'extension.vsixmanifest', bytes: Buffer.from('<a/>'.repeat(1000)) },
      { path: 'extension/dist/größe.js', bytes: Buffer.from('') },
    ];
    expect(unzipped(zip(entries))).toEqual(entries);
  });

  it('is the same archive for the same files', () => {
    const entries = [{ path: 'a', bytes: Buffer.from('b') }];
    expect(zip(entries).equals(zip(entries))).toBe(true);
  });

  it('has a manifest that names the extension, whatever is in its names', () => {
    const manifest = xml(
      vsixManifest({
        name: 'asbuilt-vscode',
        displayName: 'As <built> & "more"',
        description: 'what it does',
        version: '1.2.3',
        publisher: 'asbuilt',
        categories: ['Linters', 'Other'],
        engines: { vscode: '^1.91.0' },
      }),
    );
    expect(manifest.querySelector('DisplayName')?.textContent).toBe('As <built> & "more"');
    expect(manifest.querySelector('Identity')?.getAttribute('Version')).toBe('1.2.3');
    const assets = [...manifest.querySelectorAll('Asset')].map((asset) => asset.getAttribute('Path'));
    expect(assets).toEqual(['extension/package.json', 'extension/README.md', 'extension/LICENSE']);
  });

  it('tells the type of every file', () => {
    const types = xml(contentTypes(['package.json', 'dist/a.cjs', 'LICENSE']));
    const endings = [...types.querySelectorAll('Default')].map((each) => each.getAttribute('Extension'));
    expect(endings).toEqual(['.vsixmanifest', '.json', '.cjs']);
    expect(types.querySelector('Override')?.getAttribute('PartName')).toBe('/extension/LICENSE');
  });
});

function xml(text: string): Document {
  return new new JSDOM().window.DOMParser().parseFromString(text, 'application/xml');
}
