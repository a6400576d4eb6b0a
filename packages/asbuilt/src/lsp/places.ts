import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type LineIndex, lineIndex } from '@asbuilt/core/text';
import { textNamed } from '#check/texts';
import { profileTexts } from '#files/profile-texts';
import type { Analysis } from './analysis.ts';
import { once } from './once.ts';

/** A text that an analysis is about: the overview, its profile, or the local profile over that. */
export interface Place {
  readonly uri: string;
  readonly text: string;
  readonly lines: LineIndex;
}

/** The texts by the names that findings give them; the overview has none. */
const texts = once((analysis: Analysis): ReadonlyMap<string | undefined, Place> => {
  const { uri, text, lines, project } = analysis;
  const places = new Map<string | undefined, Place>([[undefined, { uri, text, lines }]]);
  if (project === undefined) return places;
  for (const [file, other] of profileTexts(project)) {
    const otherUri = pathToFileURL(join(project.directory, file)).href;
    places.set(file, { uri: otherUri, text: other, lines: lineIndex(other) });
  }
  return places;
});

/** Where a finding or a note stands, by the file that it names: one of the project's may be any. */
export function placeOf(analysis: Analysis, file: string | undefined): Place {
  return texts(analysis).get(file) ?? inProject(analysis, file) ?? analysis;
}

function inProject({ project }: Analysis, file: string | undefined): Place | undefined {
  const text = project === undefined || file === undefined ? undefined : textNamed(project, file);
  if (project === undefined || file === undefined || text === undefined) return undefined;
  return { uri: pathToFileURL(join(project.directory, file)).href, text, lines: lineIndex(text) };
}

/** Every text that the analysis is about, the overview first. */
export function placesOf(analysis: Analysis): readonly Place[] {
  return [...texts(analysis).values()];
}
