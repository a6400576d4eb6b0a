import { type Span, statementsOf } from '@asbuilt/core/model';
import type { PagePlace } from '@asbuilt/core/text';
import { createColors } from 'picocolors';
import type { Project } from '#files/project';
import type { Judged } from '#prove/prove';
import { printable } from './printable.ts';

/** What was inspected, and where the evidence is. */
export interface Proof {
  readonly project: Project;
  /** SHA-256 of the document, hex. */
  readonly hash: string;
  readonly verdicts: readonly Judged[];
  /** The file of the evidence, as the user knows it; absent when nothing could be inspected. */
  readonly kept?: string;
}

const words = { held: 'held', broken: 'does not hold', 'not-inspected': 'not inspected' } as const;

const margin =
  'Times hold that differ by a tenth of what is stated at most, or by 100 ms if that is more. What this machine was too busy to tell is not judged.';

/** A line for each statement, its place first; where it does not hold, the line of the document that says otherwise. */
export function proofText({ project, verdicts, kept }: Proof, color: boolean): string {
  const { file: overview, pages } = project;
  const { bold, dim, green, red, yellow } = createColors(color);
  const paint = { held: green, broken: red, 'not-inspected': yellow };
  const placeOf = placesIn(project);
  const blocks = verdicts.flatMap((verdict) => {
    const { file, line, column } = placeOf(verdict);
    const written = pages.lines(file)?.line(line) ?? '';
    const said = verdict.kind === 'not-inspected' ? `${verdict.reason}.` : verdict.seen;
    return [
      `${bold(`${file ?? overview}:${line}:${column}`)} ${paint[verdict.kind](words[verdict.kind])} ${verdict.statement} ${dim(verdict.by)}`,
      ...(verdict.kind === 'broken' ? [dim(` ${line} │ ${printable(written, 120)}`)] : []),
      `  ${printable(said)}`,
    ];
  });
  const { held, broken, notInspected } = tally(verdicts);
  const sum = `${held} held, ${broken} did not hold, ${notInspected} could not be inspected in ${overview}`;
  return [...blocks, sum, margin, ...(kept === undefined ? [] : [`The evidence is in ${kept}.`]), ''].join('\n');
}

/**
 * The same as other programs read it: `{file, documentHash, verdicts: [{statement, verdict, by, at?, seen?, reason?, file?,
 * line, column, endLine, endColumn}], held, broken, notInspected, evidence?}`; lines and columns 1-based, ends
 * exclusive, in the overview unless a file that it includes is named.
 */
export function proofJson({ project, hash, verdicts, kept }: Proof): Readonly<Record<string, unknown>> {
  const placeOf = placesIn(project);
  return {
    file: project.file,
    documentHash: hash,
    verdicts: verdicts.map((verdict) => {
      const { kind, ...rest } = verdict;
      return { verdict: kind, ...rest, ...placeOf(verdict) };
    }),
    ...tally(verdicts),
    ...(kept !== undefined && { evidence: kept }),
  };
}

function placesIn({ draft, pages }: Project): (verdict: Judged) => PagePlace {
  const spans = new Map(statementsOf(draft.overview).map(({ id, span }): [string, Span] => [id, span]));
  return ({ statement }) => pages.place(spans.get(statement) ?? { from: 0, to: 0 });
}

function tally(verdicts: readonly Judged[]): Readonly<Record<'held' | 'broken' | 'notInspected', number>> {
  const count = (kind: Judged['kind']): number => verdicts.filter((verdict) => verdict.kind === kind).length;
  return { held: count('held'), broken: count('broken'), notInspected: count('not-inspected') };
}
