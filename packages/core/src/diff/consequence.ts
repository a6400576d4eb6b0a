import type { Model } from '#model/index';
import type { Fact, Measure, Measuring } from './fact.ts';
import { attempts, breakerOpenings, cacheAges, capacities, errorBudgets, monthlyCosts } from './measure-numbers.ts';
import { carriedObjectives, edges, nestedTimeouts } from './measure-promises.ts';
import type { Renames } from './rename.ts';

/**
 * Something that follows from what is stated, and is another in the later version.
 *
 * Units: error budgets in minutes of a 30-day month, breaker openings and ages in milliseconds, capacities in requests a
 * second, attempts in calls for one request, costs in US dollars a month.
 */
export interface Consequence {
  readonly measure: Measure;
  /** Whom it is about, by its later name; empty for the whole system. */
  readonly subject: string;
  /** Absent where there was nothing of the kind. */
  readonly before?: number | boolean;
  readonly after?: number | boolean;
  /** Without a full stop. */
  readonly sentence: string;
}

/** What is measured, in the order in which it is told. */
const measurings: readonly Measuring[] = [
  edges,
  errorBudgets,
  carriedObjectives,
  nestedTimeouts,
  breakerOpenings,
  attempts,
  capacities,
  cacheAges,
  monthlyCosts,
];

/** What follows otherwise from the later version than from the earlier one. */
export function consequencesOf(before: Model, after: Model, renames: Renames): readonly Consequence[] {
  return measurings.flatMap(({ measure, factsOf, say }) =>
    pairsOf(onePerSubject(factsOf(before)), onePerSubject(factsOf(after)), renames).flatMap((sides) => {
      const sentence = say(...sides);
      const subject = (sides[1] ?? sides[0])?.subject ?? '';
      return sentence === undefined ? [] : [{ measure, subject, ...valuesOf(...sides), sentence }];
    }),
  );
}

/** Where a document speaks of something twice, the first time counts. */
function onePerSubject(facts: readonly Fact[]): readonly Fact[] {
  return [...new Map(facts.toReversed().map((fact) => [fact.subject, fact])).values()].toReversed();
}

type Sides = readonly [before: Fact | undefined, after: Fact | undefined];

/** The facts of both versions about the same subject: by the name that it has in both, or else by its new one. */
function pairsOf(before: readonly Fact[], after: readonly Fact[], renames: Renames): readonly Sides[] {
  const left = new Map(before.map((fact) => [fact.subject, fact]));
  const take = (subject: string): Fact | undefined => {
    const found = left.get(subject);
    left.delete(subject);
    return found;
  };
  const same = new Map(after.map((fact) => [fact, take(fact.subject)]));
  const renamed = new Map([...left.keys()].map((subject) => [renames.forward(subject), subject]));
  const pairs = after.map((fact): Sides => [same.get(fact) ?? take(renamed.get(fact.subject) ?? ''), fact]);
  return [...pairs, ...[...left.values()].map((fact): Sides => [fact, undefined])];
}

function valuesOf(before?: Fact, after?: Fact): Pick<Consequence, 'before' | 'after'> {
  return { ...(before && { before: before.value }), ...(after && { after: after.value }) };
}
