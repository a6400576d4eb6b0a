import type { ArtifactEntry, FileEntry, Hole } from '#model/index';
import { sliceInline } from '#text/inline';
import type { ListItem } from '#text/tree';
import { printGroup } from './fields.ts';
import { path, text } from './notation.ts';
import { itemsOf, type Part } from './parts.ts';
import type { Reading } from './reading.ts';
import { say, sayPath } from './rows.ts';
import type { Section } from './section.ts';

const arrow = /\s*(?:→|->|=>|—|–)\s*/u;

function isArtifacts({ label }: Part): boolean {
  return label.startsWith('artifacts');
}

/** Section 12: the files that the overview promises. */
export const fileMap: Section<'files' | 'artifacts'> = {
  stem: 'file-map',
  read: (parts, reading) => {
    return {
      files: itemsOf(parts.filter((part) => !isArtifacts(part))).flatMap((item) => readFile(item, reading) ?? []),
      artifacts: itemsOf(parts.filter(isArtifacts)).flatMap((item) => readArtifact(item, reading) ?? []),
    };
  },
  print: ({ files, artifacts }) =>
    [
      files
        .map(({ path: where, purpose }) => `- ${sayPath(where)}${purpose ? ` → ${say(purpose, text)}` : ''}`)
        .join('\n'),
      ...printGroup(
        'Artifacts required',
        artifacts.map(({ artifact, path: where }) => `- ${say(artifact, text)}${where ? ` → ${sayPath(where)}` : ''}`),
      ),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
};

/** `/docs/architecture.md (new) → must exist` */
function readFile({ content }: ListItem, reading: Reading): FileEntry<Hole> | undefined {
  const [said = ''] = content.plain.split(arrow, 1);
  const where = reading.state(['file-map', 'file', said, 'path'], sliceInline(content, 0, said.length), path);
  const purpose = reading.state(['file-map', 'file', said, 'purpose'], afterArrow(content, said), text);
  return where && { path: where, ...(purpose && { purpose }) };
}

/** `SLOs table → saved at output/slos-table.md` */
function readArtifact({ content }: ListItem, reading: Reading): ArtifactEntry<Hole> | undefined {
  const [said = ''] = content.plain.split(arrow, 1);
  const artifact = reading.state(['file-map', 'artifact', said, 'name'], sliceInline(content, 0, said.length), text);
  const where = reading.state(['file-map', 'artifact', said, 'path'], afterArrow(content, said), path);
  return artifact && { artifact, ...(where && { path: where }) };
}

function afterArrow(content: ListItem['content'], before: string): ListItem['content'] {
  const match = arrow.exec(content.plain.slice(before.length));
  return sliceInline(content, match === null ? content.plain.length : before.length + match[0].length);
}
