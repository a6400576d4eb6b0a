import { artifacts } from '@asbuilt/core/artifacts';
import { describe, expect, it } from 'vitest';
import { modelOf, overviewText } from './overviews.ts';

describe.each(['parcel-desk', 'bare', 'nasty-names'])('the artifacts of fixtures/%s', (name) => {
  const source = { file: 'overview.md', model: modelOf(overviewText(name)) };

  it.each(artifacts)('$path is derived as it stands beside the overview', async (artifact) => {
    await expect(artifact.derive(source)).toMatchFileSnapshot(`./fixtures/${name}/expected/${artifact.path}`);
  });
});

describe('the register of artifacts', () => {
  it('has every file that the template promises among those that are always written, in a fixed order', () => {
    expect(artifacts.filter(({ isDefault }) => isDefault).map(({ path }) => path)).toEqual([
      'docs/architecture.md',
      'docs/service-contracts.md',
      'diagrams/architecture.mmd',
      'output/architecture-diagram.mmd',
      'output/slos-table.md',
      'output/architecture-diagrams.md',
      'output/service-contracts.md',
      'output/infrastructure.md',
    ]);
  });

  it('gives both places of one diagram, and of one document, the same text', () => {
    const source = { file: 'overview.md', model: modelOf(overviewText('parcel-desk')) };
    const texts = new Map(artifacts.map(({ path, derive }) => [path, derive(source)]));
    expect(texts.get('output/architecture-diagram.mmd')).toBe(texts.get('diagrams/architecture.mmd'));
    expect(texts.get('output/service-contracts.md')).toBe(texts.get('docs/service-contracts.md'));
  });
});
