import { errorBudgetMinutes } from '#derive/error-budget';
import { type Hole, known, type Slo } from '#model/index';
import { saysNone } from '../none.ts';
import type { Rule } from '../rule.ts';
import { minutes, nameOr } from '../say.ts';

/** Section 11b: an objective without consequences is a wish. */
export const slosHaveAPolicy: Rule = {
  name: 'slos-have-a-policy',
  sentence: 'Where there are objectives, the document says what happens when an error budget is spent',
  severity: 'warning',
  holds: ['slos/policy'],
  check({ draft }, report) {
    const { slos, errorBudgetPolicy: policy } = draft.overview;
    const tightest = tightestOf(slos);
    const words = known(policy);
    if (tightest === undefined || (policy !== undefined && (words === undefined || !saysNone(words)))) return;
    const left = minutes(errorBudgetMinutes(tightest.objective));
    report({
      message: `${nameOr(tightest.slo.service, 'A service')} may fail ${left}, but nothing says what happens when that is used up`,
      span: policy?.span ?? tightest.slo.service.span,
      help: 'Add a line such as "**Error Budget Policy:** when a budget is spent, only fixes ship until the service meets its objective again."',
    });
  },
};

/** The objective that leaves the least, because its budget is spent first. */
function tightestOf(slos: readonly Slo<Hole>[]): { readonly slo: Slo<Hole>; readonly objective: number } | undefined {
  return slos
    .flatMap((slo) => {
      const objective = known(slo.objective);
      return objective === undefined ? [] : [{ slo, objective }];
    })
    .toSorted((a, b) => b.objective - a.objective)[0];
}
