import { statementsOf } from '#model/index';
import type { Difference, Version, VersionFinding } from './difference.ts';
import type { Renames } from './rename.ts';

/**
 * The findings that only one version has. A finding is the same when its rule finds it about the same statement, wherever
 * that stands and whatever numbers are in the sentence; where it is about no statement, when its sentence is the same.
 */
export function findingsBetween(
  before: Version,
  after: Version,
  renames: Renames,
): Pick<Difference, 'appeared' | 'gone'> {
  if (before.findings === undefined || after.findings === undefined) return { appeared: [], gone: [] };
  const sentences = pairAway(before.findings, after.findings, [
    ({ rule, message }) => `${rule}\n${renames.forward(message)}`,
    ({ rule, message }) => `${rule}\n${message}`,
  ]);
  const [aboutBefore, aboutAfter] = [statementAt(before), statementAt(after)];
  const left = pairAway(sentences.gone, sentences.appeared, [aboutBefore, aboutAfter]);
  return left;
}

type KeyOf = (finding: VersionFinding) => string | undefined;

function pairAway(
  before: readonly VersionFinding[],
  after: readonly VersionFinding[],
  [keyBefore, keyAfter]: readonly [KeyOf, KeyOf],
): Pick<Difference, 'appeared' | 'gone'> {
  const counts = new Map<string, number>();
  for (const key of after.map(keyAfter)) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  const paired = new Map<string, number>();
  const gone = before.filter((finding) => {
    const key = keyBefore(finding);
    if (key === undefined || (counts.get(key) ?? 0) === 0) return true;
    counts.set(key, (counts.get(key) ?? 0) - 1);
    paired.set(key, (paired.get(key) ?? 0) + 1);
    return false;
  });
  const appeared = after.filter((finding) => {
    const key = keyAfter(finding);
    if (key === undefined || (paired.get(key) ?? 0) === 0) return true;
    paired.set(key, (paired.get(key) ?? 0) - 1);
    return false;
  });
  return { appeared, gone };
}

/** The rule and the statement where a finding stands. */
function statementAt({ draft }: Version): KeyOf {
  const ids = new Map(statementsOf(draft.overview).map(({ id, span }) => [span.from, id]));
  return ({ rule, span, file }) => {
    const id = file === undefined ? ids.get(span.from) : undefined;
    return id === undefined ? undefined : `${rule}\n${id}`;
  };
}
