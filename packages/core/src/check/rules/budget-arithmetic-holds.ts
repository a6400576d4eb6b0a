import { errorBudget, errorBudgetMinutes } from '#derive/error-budget';
import { type Draft, type Hole, known, type Ratio, type Slo, type Stated } from '#model/index';
import type { Repair } from '../finding.ts';
import type { Report, Rule } from '../rule.ts';
import { minutes, nameOr, percent } from '../say.ts';
import { isRough, rewritten, same, standsFor } from '../written.ts';

/** Section 11b: what an objective leaves to fail, as a share and as minutes of a 30-day month. */
export const budgetArithmeticHolds: Rule = {
  name: 'budget-arithmetic-holds',
  sentence: 'An error budget is what its objective leaves: 1 − objective, of 43,200 minutes a month',
  severity: 'error',
  holds: ['slos/*/objective', 'slos/*/budget', 'slos/*/minutes'],
  check({ draft }, report) {
    for (const slo of draft.overview.slos) {
      checkBudget(draft, slo, report);
      checkMinutes(draft, slo, report);
    }
  },
};

function checkBudget(draft: Draft, slo: Slo<Hole>, report: Report): void {
  const { objective: statedObjective, statedBudget } = slo;
  const [objective, budget] = [known(statedObjective), known(statedBudget)];
  if (objective === undefined || statedObjective === undefined || budget === undefined || statedBudget === undefined)
    return;
  const right = errorBudget(objective);
  if (budgetHolds(draft, statedBudget, right)) return;
  const service = nameOr(slo.service, 'This service');
  report({
    message: `${service} has an objective of ${percent(objective)}, which leaves a budget of ${percent(right)}, not ${percent(budget)}`,
    span: statedBudget.span,
    notes: [{ message: 'The objective stands here', span: statedObjective.span }],
    help: `Write ${percent(right)} here, or ${percent(1 - budget)} as the objective.`,
  });
}

function budgetHolds({ text }: Draft, stated: Stated<Ratio | Hole> | undefined, right: Ratio): boolean {
  const budget = known(stated);
  if (stated === undefined || budget === undefined) return false;
  const slack = isRough(text, stated.span) ? right * 0.05 : 0;
  return same(budget, right) || Math.abs(budget - right) <= slack;
}

function checkMinutes(draft: Draft, slo: Slo<Hole>, report: Report): void {
  const { objective: statedObjective, statedMinutesPerMonth: stated } = slo;
  const [objective, value] = [known(statedObjective), known(stated)];
  if (objective === undefined || statedObjective === undefined || value === undefined || stated === undefined) return;
  const right = errorBudgetMinutes(objective);
  if (standsFor({ text: draft.text, span: stated.span, value }, right, right * 0.05)) return;
  const service = nameOr(slo.service, 'This service');
  const edit = rewritten({ text: draft.text, span: stated.span, value }, right, decimals);
  // Where the budget contradicts the objective too, it is open which of the three is right.
  const safe = known(slo.statedBudget) === undefined || budgetHolds(draft, slo.statedBudget, errorBudget(objective));
  const repairs: Repair[] = edit === undefined ? [] : [{ title: `Write ${minutes(right)}`, edits: [edit], safe }];
  report({
    severity: 'warning',
    message: `${service} has an objective of ${percent(objective)}, which leaves ${minutes(right)}, not ${minutes(value)}`,
    span: stated.span,
    notes: [{ message: 'The objective stands here', span: statedObjective.span }],
    help: `Write ${minutes(right)} here: ${percent(errorBudget(objective))} of a month of 30 days.`,
    ...(repairs.length > 0 && { repairs }),
  });
}

/** As few decimals as say the number. */
function decimals(value: number): string {
  return String(Number(value.toFixed(6)));
}
