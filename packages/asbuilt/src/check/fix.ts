import { type AppliedRepair, editsByFile, safeRepairs } from '@asbuilt/core/check';
import { applyEdits } from '@asbuilt/core/overview';
import { lineIndex } from '@asbuilt/core/text';
import { editorDisk } from '#files/editor-disk';
import { loadProject, type Project } from '#files/project';
import { type NamedText, textsToMend } from './mendable.ts';
import { checkProject } from './one.ts';
import type { Checked, CheckRequest } from './request.ts';

/** A repair that was made. */
export interface Mended {
  readonly file: string;
  /** Where it was needed, in the text as it was then; from 1. */
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  /** What was done: `Write $130 as the total`. */
  readonly title: string;
}

/** A file that gets another text. */
export interface ChangedText extends NamedText {
  readonly after: string;
}

/** What repairing comes to; nothing is written yet. */
export interface Fixed {
  /** What is left. */
  readonly checked: Checked;
  readonly mended: readonly Mended[];
  readonly changed: readonly ChangedText[];
  /** Why files that have repairs are left alone, a sentence each. */
  readonly refused: readonly string[];
}

/** A repair may make room for another one, and no document needs more rounds than this. */
const mostRounds = 10;

interface Round {
  readonly project: Project;
  readonly checked: Checked;
  /** The texts that differ from those on disk, by absolute path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly mended: readonly Mended[];
  readonly refused: ReadonlySet<string>;
  readonly isLast: boolean;
}

/** Makes the safe repairs of a file and its profile, round after round, until there are none left. */
export async function fixFile(file: string, request: CheckRequest): Promise<Fixed> {
  const texts = new Map<string, string>();
  const start = await readWith(texts, file, request);
  let round: Round = { ...start, texts, mended: [], refused: new Set(), isLast: false };
  for (let count = 0; count < mostRounds && !round.isLast; count += 1) round = await next(round, request);
  const changed = textsToMend(start.project, request.cwd).flatMap((before) => {
    const after = round.texts.get(before.path);
    return after === undefined || after === before.text ? [] : [{ ...before, after }];
  });
  return { checked: round.checked, mended: round.mended, changed, refused: [...round.refused] };
}

async function readWith(
  texts: ReadonlyMap<string, string>,
  file: string,
  request: CheckRequest,
): Promise<Pick<Round, 'project' | 'checked'>> {
  const disk = editorDisk((path) => texts.get(path));
  const project = await loadProject({ cwd: request.cwd, file, profile: request.profile, disk });
  return { project, checked: await checkProject(project, request) };
}

async function next(round: Round, request: CheckRequest): Promise<Round> {
  const { project, checked } = round;
  const found = textsToMend(project, request.cwd);
  const repairs = safeRepairs(checked.document.findings);
  const refused = new Set([...round.refused, ...repairs.flatMap(({ finding }) => refusal(finding.file, found))]);
  const allowed = repairs.filter(({ finding }) => refusal(finding.file, found).length === 0);
  if (allowed.length === 0) return { ...round, refused, isLast: true };
  const edits = editsByFile(allowed);
  const texts = new Map(round.texts);
  for (const { name, path, text } of found) texts.set(path, applyEdits(text, edits.get(name) ?? []));
  const after = await readWith(texts, project.file, request);
  const harm = textsToMend(after.project, request.cwd).find(
    ({ path, problems }) => problems > (found.find((before) => before.path === path)?.problems ?? 0),
  );
  if (harm !== undefined) {
    refused.add(`${harm.shown} is left as it is: with its repairs, a part of it could not be read any more.`);
    return { ...round, refused, isLast: true };
  }
  return {
    ...after,
    texts,
    refused,
    mended: [...round.mended, ...allowed.map((one) => mendedBy(one, found))],
    isLast: false,
  };
}

/** Nothing where a file may be mended. */
function refusal(file: string | undefined, found: readonly NamedText[]): string[] {
  const text = found.find(({ name }) => name === (file ?? ''));
  if (text === undefined)
    return [`${file} is left as it is: only the overview, what it includes and its profile are mended.`];
  return text.refused === undefined ? [] : [text.refused];
}

function mendedBy({ finding, repair }: AppliedRepair, found: readonly NamedText[]): Mended {
  const { shown, text } = found.find(({ name }) => name === (finding.file ?? '')) ?? { shown: '', text: '' };
  const { line, column } = lineIndex(text).position(finding.span.from);
  return { file: shown, line, column, rule: finding.rule, title: repair.title };
}
