import type { BurnRate } from '@asbuilt/core/derive';
import type { Burn } from '@asbuilt/core/mechanisms';
import { alarmOf, type Budget } from '#gate/budget';
import { startOf } from './page-start.ts';
import type { Measured } from './slo-measured.ts';

/**
 * Error budgets as other programs read them: `{file, ledger, prometheus?, windowMs, budgets: [{service, state, objective?, requests?,
 * bad?, allowed?, availability?, used?, leftMinutes?, alarm?, burns?: [{severity, factor, longMinutes, shortMinutes, long, short, fires}],
 * drilled?, file?, line, column}], spent, policy?}`; the file of a place where it is an included one. `used`, `long` and `short` are null
 * where nothing may fail and something did.
 */
export function budgetsJson({
  project,
  ledger,
  countedBy,
  windowMs,
  budgets,
  drilled,
}: Measured): Readonly<Record<string, unknown>> {
  const { file, pages, model } = project;
  const policy = model.overview.errorBudgetPolicy?.value;
  return {
    file,
    ledger: ledger.shown,
    ...(countedBy.kind === 'prometheus' && { prometheus: countedBy.url.href }),
    windowMs,
    budgets: budgets.map((budget) => {
      const calls = drilled.find(({ service }) => service === budget.service)?.calls;
      return {
        ...budgetJson(budget),
        ...(calls !== undefined && { drilled: calls }),
        ...startOf(pages.place(budget.span)),
      };
    }),
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
      const numbers = { requests, bad, allowed, availability, used, leftMinutes: leftMs / 60_000 };
      const alarm = alarmOf(budget)?.windows.severity;
      return { service, state, objective, ...numbers, ...(alarm && { alarm }), burns: budget.burns.map(burnJson) };
    }
  }
}

function burnJson({ windows, long, short, fires }: Burn<BurnRate>): Readonly<Record<string, unknown>> {
  const { severity, factor, longMs, shortMs } = windows;
  return { severity, factor, longMinutes: longMs / 60_000, shortMinutes: shortMs / 60_000, long, short, fires };
}
