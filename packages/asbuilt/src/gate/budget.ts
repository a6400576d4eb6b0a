import { type BudgetUse, type BurnRate, budgetUse, burnRates, errorBudget } from '@asbuilt/core/derive';
import type { Totals } from '@asbuilt/core/ledger';
import { type Burn, burns } from '@asbuilt/core/mechanisms';
import { type Draft, known, type Milliseconds, type Model, type Ratio, type Span } from '@asbuilt/core/model';

/** The error budget of one objective of section 11b, over a window of time. */
export type Budget = Objective &
  (
    | {
        readonly state: 'within' | 'spent';
        readonly objective: Ratio;
        readonly use: BudgetUse;
        readonly leftMs: Milliseconds;
        /** How fast it is spent now, in the pairs of windows of the SRE workbook. */
        readonly burns: readonly Burn<BurnRate>[];
      }
    /** Nobody called the service in that time, so nothing can be said. */
    | { readonly state: 'unrecorded'; readonly objective: Ratio }
    /** The document leaves the objective open. */
    | { readonly state: 'undecided' }
  );

interface Objective {
  /** As the ledger counts it: the service's own name, however the row writes it. */
  readonly service: string;
  /** The objective in the document; the service's name where there is none. */
  readonly span: Span;
}

/** Sums up the calls of a service in the time up to now. */
export type TotalsOf = (service: string, windowMs: Milliseconds) => Totals;

/** The windows that have to be summed up to reckon with a budget: the budget's own, and those that say how fast it is spent. */
export function windowsOf(windowMs: Milliseconds): readonly Milliseconds[] {
  return [...new Set([windowMs, ...burnRates(windowMs).flatMap(({ longMs, shortMs }) => [longMs, shortMs])])];
}

/** The budget of each objective, in the order of the document. A row whose service is still open has no name to look up, and is left out. */
export function budgetsOf(draft: Draft, model: Model, totalsOf: TotalsOf, windowMs: Milliseconds): readonly Budget[] {
  return draft.overview.slos.flatMap(({ service, objective }) => {
    const name = known(service);
    if (name === undefined) return [];
    const row = { service: model.resolve(name)?.name ?? name, span: (objective ?? service).span };
    const target = known(objective);
    return [target === undefined ? { ...row, state: 'undecided' } : measured(row, target, totalsOf, windowMs)];
  });
}

function measured(row: Objective, objective: Ratio, totalsOf: TotalsOf, windowMs: Milliseconds): Budget {
  const use = budgetUse(objective, totalsOf(row.service, windowMs));
  if (use.requests === 0) return { ...row, objective, state: 'unrecorded' };
  const leftMs = Math.max(0, 1 - use.used) * errorBudget(objective) * windowMs;
  const burning = burns(objective, burnRates(windowMs), (lastMs) => totalsOf(row.service, lastMs));
  return { ...row, objective, state: use.isSpent ? 'spent' : 'within', use, leftMs, burns: burning };
}

/** The pair of windows that should be known of now, pages before tickets. */
export function alarmOf(budget: Budget): Burn<BurnRate> | undefined {
  return budget.state === 'within' || budget.state === 'spent' ? budget.burns.find(({ fires }) => fires) : undefined;
}
