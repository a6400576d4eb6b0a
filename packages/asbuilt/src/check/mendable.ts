import { resolve } from 'node:path';
import { lineIndex, type Page } from '@asbuilt/core/text';
import type { Project } from '#files/project';

/** A text that may be mended, and where it is. */
export interface NamedText {
  /** As findings name it; '' is the overview itself. */
  readonly name: string;
  /** As the user knows it. */
  readonly shown: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** How much of it could not be read. */
  readonly problems: number;
  /** Why it is not mended all the same, as a sentence. */
  readonly refused?: string;
}

/** The overview with what it includes, its profile and the local one over it. */
export function textsToMend(project: Project, cwd: string): readonly NamedText[] {
  const { pages, profile } = project;
  const profiles = profile === undefined ? [] : [profile, ...(profile.local === undefined ? [] : [profile.local])];
  return [
    pageToMend(project, pages.main, cwd),
    ...pages.included.map((page) => pageToMend(project, page, cwd)),
    ...profiles.map(({ file: name, text }) => ({
      name,
      shown: name,
      path: resolve(cwd, name),
      text,
      problems: (profile?.problems ?? []).filter((problem) => problem.file === name).length,
    })),
  ];
}

function pageToMend({ draft, pages }: Project, { file, text }: Page, cwd: string): NamedText {
  const name = file === pages.main.file ? '' : file;
  const problems = draft.problems.map(({ span }) => pages.at(span)).filter((problem) => (problem.file ?? '') === name);
  const [refused] = problems;
  return {
    name,
    shown: file,
    path: resolve(cwd, file),
    text,
    problems: problems.length,
    ...(refused && { refused: refusal(file, text, refused.span.from) }),
  };
}

function refusal(file: string, text: string, at: number): string {
  return `${file} is left as it is: line ${lineIndex(text).position(at).line} cannot be read, so that nobody knows what a repair would do.`;
}
