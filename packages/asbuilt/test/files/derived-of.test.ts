import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { artifacts } from '@asbuilt/core/artifacts';
import { template } from '@asbuilt/core/overview';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { derivedOf } from '#files/derived-of';
import { loadProject, type Project } from '#files/project';
import { stampArtifact } from '#files/stamp-artifact';

const slos = 'output/slos-table.md';

describe('the derived files of a project', () => {
  let folder = '';
  const project = (): Promise<Project> => loadProject({ cwd: folder, file: 'overview.md' });
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const build = async (): Promise<void> => {
    const { model } = await project();
    for (const artifact of artifacts) {
      const body = artifact.derive({ file: 'overview.md', model });
      await write(artifact.path, stampArtifact(body, { artifact, source: 'overview.md', model }));
    }
  };
  const stateOf = async (path: string): Promise<string | undefined> =>
    (await derivedOf(await project())).find((file) => file.path === path)?.state;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asbuilt-derived-'));
    await write('overview.md', template);
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('are none before the first build', async () => {
    expect(await derivedOf(await project())).toEqual([]);
  });

  it('are current after a build', async () => {
    await build();
    const states = (await derivedOf(await project())).map(({ state }) => state);
    expect(states.length).toBeGreaterThan(5);
    expect(new Set(states)).toEqual(new Set(['current']));
  });

  it('are stale where the overview says something else since', async () => {
    await build();
    await write('overview.md', template.replace('99.9%', '99.8%'));
    expect(await stateOf(slos)).toBe('stale');
  });

  it('are stale where they are pictures and show something else since', async () => {
    await build();
    expect(await stateOf('diagrams/context.svg')).toBe('current');
    await write('overview.md', template.replace('99.9%', '99.8%'));
    expect(await stateOf('diagrams/slo-dependencies.svg')).toBe('stale');
    expect(await stateOf('diagrams/context.svg')).toBe('current');
    await write('overview.md', template.replace('Pages and what happens', 'Pages, and what happens'));
    expect(await stateOf('diagrams/context.svg')).toBe('stale');
  });

  it('are stale where they are pictures of which nobody knows what they show', async () => {
    await build();
    const picture = await readFile(join(folder, 'diagrams/context.svg'), 'utf8');
    await write('diagrams/context.svg', picture.replace(/, of statements [0-9a-f]+/, ''));
    expect(await stateOf('diagrams/context.svg')).toBe('stale');
  });

  it('are edited where somebody changed them', async () => {
    await build();
    await write(slos, `${await readFile(join(folder, slos), 'utf8')}\nOne more thing.\n`);
    expect(await stateOf(slos)).toBe('edited');
  });

  it('are none of those that were derived from another document beside it', async () => {
    await build();
    await write('other.md', template.replace('99.9%', '99.8%'));
    expect(await derivedOf(await loadProject({ cwd: folder, file: 'other.md' }))).toEqual([]);
  });

  it('are none of those that stand there and were not derived', async () => {
    await build();
    await write(slos, '# By hand\n');
    expect(await stateOf(slos)).toBeUndefined();
  });
});
