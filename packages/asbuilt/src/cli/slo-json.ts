import type { Budget } from '#gate/budget';
import { startOf } from './page-start.ts';
import type { Measured } from './slo-measured.ts';

/**
 * Error budgets as other programs read them: `{file, ledger, windowMs, budgets: [{service, state, objective?, requests?,
 * bad?, allowed?, availability?, used?, leftMinutes?, file?, line, column}], spent, policy?}`; the file of a place where it is an included one. `used` is null where nothing may
 * fail and something did.
 */
export function budgetsJson({ project, ledger, windowMs, budgets }: Measured): Readonly<Record<string, unknown>> {
  const { file, pages, model } = project;
  const policy = model.overview.errorBudgetPolicy?.value;
  return {
    file,
    ledger: ledger.shown,
    windowMs,
    budgets: budgets.map((budget) => ({ ...budgetJson(budget), ...startOf(pages.place(budget.span)) })),
    spent: budgets.filter(({ state }) => state === 'spent').length,
    ...(policy !== undefined && { policy }),
  };
}

function budgetJson(budget: Budget): Readonly<Record<string, unknown>> {
  const { service, state } = budget;
  switch (budget.state) {
    case 'undecided':
      return { service, state };
    case 'unrecorded':
      return { service, state, objective: budget.objective, requests: 0 };
    case 'within':
    case 'spent': {
      const { objective, use, leftMs } = budget;
      const { requests, bad, allowed, used } = use;
      const availability = (requests - bad) / requests;
      return { service, state, objective, requests, bad, allowed, availability, used, leftMinutes: leftMs / 60_000 };
    }
  }
}
