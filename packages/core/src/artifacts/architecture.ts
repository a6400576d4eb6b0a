import type { Artifact, ArtifactSource } from './artifact.ts';
import { systemName } from './diagram/classify.ts';
import { fileTarget, markdown } from './print/escape.ts';
import { type Block, heading, page, under } from './print/markdown.ts';
import { chapters } from './sections/chapters.ts';

/** docs/architecture.md: the overview as it is published, every section with the numbers that follow from it. */
export const architecture: Artifact = {
  path: 'docs/architecture.md',
  isDefault: true,
  comment: 'markdown',
  draws: ['title', ...chapters.flatMap(({ draws }) => draws)],
  derive: (source) => {
    const written = chapters.map(({ title, blocks }) => ({ title, blocks: blocks(source.model) }));
    return page([
      heading(1, titleOf(source)),
      `The architecture that [${markdown(source.file)}](../${fileTarget(source.file)}) states, with the numbers that follow from it.`,
      ...written.flatMap(({ title, blocks }) => under(2, title, blocks)),
      ...notStated(written.filter(({ blocks }) => blocks.length === 0).map(({ title }) => title)),
    ]);
  },
};

function titleOf({ model }: ArtifactSource): string {
  const title = model.overview.title?.value;
  const project = model.overview.capsule.project?.value;
  if (title === undefined || project === undefined) return systemName(model);
  return title.includes(project) ? title : `${project}: ${title}`;
}

function notStated(titles: readonly string[]): readonly Block[] {
  return titles.length === 0 ? [] : [`Nothing is stated or decided yet about: ${titles.join(', ').toLowerCase()}.`];
}
