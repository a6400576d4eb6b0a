import {
  type Evidence,
  fits,
  type Prose,
  type Ratio,
  type Span,
  type Stage,
  type Stated,
  type StatementPattern,
  stages,
} from '#model/index';
import { latestEvidence } from './evidence.ts';

/** What coverage is counted from. */
export interface CoverageSource {
  readonly statements: readonly Stated<unknown>[];
  readonly prose: readonly Prose[];
  /** Of the document, in UTF-16 code units. */
  readonly length: number;
  /** Which statements each stage holds, up to running. */
  readonly holds: Readonly<Record<Exclude<Stage, 'proven'>, readonly StatementPattern[]>>;
  /** What inspections have seen on this version of the document; none given is none seen. */
  readonly evidence?: readonly Evidence[];
}

/** How far the statements of a document get, and what of it is no statement. */
export interface Coverage {
  readonly statements: readonly StatementCoverage[];
  /** In the order of the document. */
  readonly sections: readonly SectionCoverage[];
  readonly total: StageCounts;
  readonly prose: readonly Prose[];
  /** The part of the document's text that is prose only. */
  readonly proseShare: Ratio;
}

/** One statement and the stages that it reached, in their order; none is possible. */
export interface StatementCoverage {
  readonly id: string;
  readonly span: Span;
  readonly stages: readonly Stage[];
}

/** The statements of one section. */
export interface SectionCoverage extends StageCounts {
  readonly section: string;
}

/** How many statements there are, how many of them reached each stage, and how many reached none. */
export interface StageCounts {
  readonly statements: number;
  readonly reached: Readonly<Record<Stage, number>>;
  readonly unreached: number;
}

/** Counts which statements are drawn, checked, simulated, enforced and proven. */
export function coverage(source: CoverageSource): Coverage {
  const seen = latestEvidence(source.evidence ?? []);
  const reaches = (id: string, stage: Stage): boolean =>
    stage === 'proven' ? seen.get(id)?.held === true : source.holds[stage].some((pattern) => fits(id, pattern));
  const statements = source.statements.map(({ id, span }) => ({
    id,
    span,
    stages: stages.filter((stage) => reaches(id, stage)),
  }));
  return {
    statements,
    sections: sectionsOf(statements),
    total: countsOf(statements),
    prose: source.prose,
    proseShare: shareOf(source.prose, source.length),
  };
}

function sectionsOf(statements: readonly StatementCoverage[]): readonly SectionCoverage[] {
  const bySection = new Map<string, StatementCoverage[]>();
  for (const statement of statements) {
    const [section = ''] = statement.id.split('/', 1);
    const known = bySection.get(section);
    if (known === undefined) bySection.set(section, [statement]);
    else known.push(statement);
  }
  return [...bySection].map(([section, inside]) => ({ section, ...countsOf(inside) }));
}

function countsOf(statements: readonly StatementCoverage[]): StageCounts {
  const reached: Record<Stage, number> = { drawn: 0, checked: 0, simulated: 0, enforced: 0, proven: 0 };
  for (const statement of statements) for (const stage of statement.stages) reached[stage] += 1;
  const unreached = statements.filter((statement) => statement.stages.length === 0).length;
  return { statements: statements.length, reached, unreached };
}

/** Prose runs may touch or overlap: each character counts once. */
function shareOf(prose: readonly Prose[], length: number): Ratio {
  if (length === 0) return 0;
  let covered = 0;
  let end = 0;
  for (const { span } of prose.toSorted((a, b) => a.span.from - b.span.from)) {
    covered += Math.max(0, span.to - Math.max(span.from, end));
    end = Math.max(end, span.to);
  }
  return covered / length;
}
