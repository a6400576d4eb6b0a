import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isByHand, placeDerived } from '#files/derived';
import { stamp } from '#files/stamp';
import { temporaryFolder } from '../cli/support/temporary-folder.ts';

const derived = (body: string): string => stamp(body, 'markdown', 'overview.md');

async function stateOf(found: string | undefined): Promise<string | undefined> {
  const folder = await temporaryFolder(found === undefined ? {} : { 'docs/a.md': found });
  const [placed] = await placeDerived(folder, [{ path: 'docs/a.md', text: derived('new\n') }]);
  return placed?.state;
}

describe('the state of a derived file', () => {
  it.each([
    ['current', derived('new\n')],
    ['missing', undefined],
    ['stale', derived('old\n')],
    ['edited', `${derived('old\n')}and a line of mine\n`],
    ['foreign', 'my own notes\n'],
    ['foreign', ''],
  ])('is %s', async (state, found) => {
    await expect(stateOf(found)).resolves.toBe(state);
  });

  it('is current with the line ends of another system', async () => {
    await expect(stateOf(derived('new\n').replaceAll('\n', '\r\n'))).resolves.toBe('current');
  });

  it('tells whose work would be lost', () => {
    expect(
      (['current', 'missing', 'stale', 'edited', 'foreign'] as const).filter((state) => isByHand({ state })),
    ).toEqual(['edited', 'foreign']);
  });

  it('cannot be told of a folder in its place', async () => {
    const folder = await temporaryFolder({ 'docs/a.md/inside.txt': 'x' });
    const attempt = placeDerived(folder, [{ path: 'docs/a.md', text: 'x' }]);
    await expect(attempt).rejects.toThrow('docs/a.md cannot be read: it is a folder (EISDIR).');
  });

  it('comes with the real place of the file', async () => {
    const folder = await temporaryFolder();
    const [placed] = await placeDerived(folder, [{ path: 'docs/a.md', text: 'x' }]);
    expect(placed?.realPath).toBe(join(folder, 'docs/a.md'));
  });
});
