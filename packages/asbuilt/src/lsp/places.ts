import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Span } from '@asbuilt/core/model';
import { type LineIndex, lineIndex, type Page } from '@asbuilt/core/text';
import { textNamed } from '#check/texts';
import { profileTexts } from '#files/profile-texts';
import type { Project } from '#files/project';
import { type Analysis, pathOf } from './analysis.ts';
import { once } from './once.ts';

/** A text that an analysis is about: the overview, a file that it includes, its profile, or the local profile over that. */
export interface Place {
  readonly form: 'markdown' | 'yaml';
  readonly uri: string;
  readonly text: string;
  readonly lines: LineIndex;
}

/** The texts by the names that findings give them; the overview itself has none. */
const texts = once((analysis: Analysis): ReadonlyMap<string | undefined, Place> => {
  const { uri, text, lines, project } = analysis;
  const places = new Map<string | undefined, Place>([[undefined, { form: 'markdown', uri, text, lines }]]);
  if (project === undefined) return places;
  for (const page of project.pages.included) places.set(page.file, placeAt(project, 'markdown', page));
  for (const [file, other] of profileTexts(project)) places.set(file, placeAt(project, 'yaml', { file, text: other }));
  return places;
});

function placeAt({ directory }: Project, form: Place['form'], { file, text }: Page): Place {
  return { form, uri: pathToFileURL(join(directory, file)).href, text, lines: lineIndex(text) };
}

/** Where a finding or a note stands, by the file that it names: one of the project's may be any. */
export function placeOf(analysis: Analysis, file: string | undefined): Place {
  return texts(analysis).get(file) ?? inProject(analysis, file) ?? { ...analysis, form: 'markdown' };
}

function inProject({ project }: Analysis, file: string | undefined): Place | undefined {
  const text = project === undefined || file === undefined ? undefined : textNamed(project, file);
  if (project === undefined || file === undefined || text === undefined) return undefined;
  return placeAt(project, /\.ya?ml$/i.test(file) ? 'yaml' : 'markdown', { file, text });
}

/** Where a span of what was read stands: in the overview itself, or in a file that it includes. */
export function placedSpan(analysis: Analysis, span: Span): { readonly place: Place; readonly span: Span } {
  const at = analysis.project?.pages.at(span) ?? { span };
  return { place: placeOf(analysis, at.file), span: at.span };
}

/** Where an offset of one of the files of an overview lies in all that was read; the same offset for the overview itself. */
export function offsetInAll({ project, uri }: Analysis, place: Place, offset: number): number {
  if (project === undefined || place.uri === uri) return offset;
  const index = project.pages.included.findIndex(({ file }) => join(project.directory, file) === pathOf(place.uri));
  const start = project.pages.starts[index] ?? 0;
  const { from: skipped } = project.pages.at({ from: start, to: start }).span;
  return start + Math.max(0, offset - skipped);
}

/** The text at a URI that is a part of the overview: itself, or a file that it includes. */
export function partAt(analysis: Analysis, uri: string): Place | undefined {
  if (uri === analysis.uri) return placeOf(analysis, undefined);
  return placesOf(analysis).find((place) => place.form === 'markdown' && pathOf(place.uri) === pathOf(uri));
}

/** Whether a span stands in the overview itself: what it includes begins behind its end. */
export function isHere({ text }: Analysis, { from }: Span): boolean {
  return from <= text.length;
}

/** Every text that the analysis is about, the overview first. */
export function placesOf(analysis: Analysis): readonly Place[] {
  return [...texts(analysis).values()];
}
