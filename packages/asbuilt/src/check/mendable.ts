import { resolve } from 'node:path';
import { lineIndex } from '@asbuilt/core/text';
import type { Project } from '#files/project';

/** A text that may be mended, and where it is. */
export interface NamedText {
  /** As findings name it; '' is the overview. */
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

/** The overview, its profile and the local one over it. */
export function textsToMend({ file, draft, profile }: Project, cwd: string): readonly NamedText[] {
  const [refused] = draft.problems;
  const overview = {
    name: '',
    shown: file,
    path: resolve(cwd, file),
    text: draft.text,
    problems: draft.problems.length,
  };
  const profiles = profile === undefined ? [] : [profile, ...(profile.local === undefined ? [] : [profile.local])];
  return [
    refused === undefined ? overview : { ...overview, refused: refusal(file, draft.text, refused.span.from) },
    ...profiles.map(({ file: name, text }) => ({
      name,
      shown: name,
      path: resolve(cwd, name),
      text,
      problems: (profile?.problems ?? []).filter((problem) => problem.file === name).length,
    })),
  ];
}

function refusal(file: string, text: string, at: number): string {
  return `${file} is left as it is: line ${lineIndex(text).position(at).line} cannot be read, so that nobody knows what a repair would do.`;
}
