import { posix } from 'node:path';
import type { Finding, Note } from '@asbuilt/core/check';
import type { Span } from '@asbuilt/core/model';
import { lineIndex } from '@asbuilt/core/text';
import type { Repository } from '#survey/repository';
import type { Difference, Place } from './comparison.ts';

/** Differences as findings, and the texts that they point into besides overview and profile, by the names they give them. */
export interface PlacedFindings {
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Gives each difference its place in the text; `folder` is the repository's as the user knows it. */
export async function placeDifferences(
  differences: readonly Difference[],
  repository: Repository,
  folder: string,
): Promise<PlacedFindings> {
  const texts = new Map<string, string>();
  for (const place of differences.flatMap(({ at, notes }) => [at, ...notes])) {
    if (place.in === 'repository') texts.set(shown(place.file, folder), (await repository.read(place.file)) ?? '');
  }
  const noteAt = ({ message, ...place }: Place & { readonly message: string }): Note => ({
    message,
    ...spanOf(place, folder, texts),
  });
  const findings = differences.map(({ rule, message, at, notes, help }): Finding => {
    return { rule, severity: 'error', ...noteAt({ ...at, message }), notes: notes.map(noteAt), help };
  });
  return { findings, texts };
}

function spanOf(
  place: Place,
  folder: string,
  texts: ReadonlyMap<string, string>,
): { readonly span: Span; readonly file?: string } {
  switch (place.in) {
    case 'overview':
      return { span: place.span };
    case 'profile':
      return { span: place.span, file: place.file };
    case 'repository': {
      const file = shown(place.file, folder);
      return { span: spanOfLine(texts.get(file) ?? '', place.line), file };
    }
  }
}

function shown(file: string, folder: string): string {
  return posix.join(folder, file);
}

/** A line without what it is indented by. */
function spanOfLine(text: string, line: number): Span {
  const lines = lineIndex(text);
  const said = lines.line(line);
  const start = lines.start(line);
  return { from: start + said.length - said.trimStart().length, to: start + said.trimEnd().length };
}
