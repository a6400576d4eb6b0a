import {
  errorBudgetMinutes,
  monthlyCost,
  plan,
  priceOf,
  pricesText,
  priceText,
  statedTotal,
  timeoutPaths,
} from '@asbuilt/core/derive';
import { known, type Stated } from '@asbuilt/core/model';
import type { Analysis } from './analysis.ts';
import { minutesText } from './facts.ts';
import { once } from './once.ts';
import { offsetOf, rangeOf } from './positions.ts';
import type { InlayHint, Range } from './protocol.ts';
import { timeText } from './value-text.ts';

/** A number that follows from a statement, shown behind it. */
interface Hint {
  readonly behind: Stated<unknown>;
  readonly label: string;
  readonly tooltip: string;
}

/** The derived numbers of a range: what the document says itself is not said again. */
export function inlayHintsIn(analysis: Analysis, range: Range): InlayHint[] {
  const { lines } = analysis;
  const from = offsetOf(lines, range.start);
  const to = offsetOf(lines, range.end);
  return hintsOf(analysis)
    .filter(({ behind: { span } }) => from <= span.to && span.to <= to)
    .map(({ behind, label, tooltip }) => ({
      position: rangeOf(lines, behind.span).end,
      label,
      tooltip,
      paddingLeft: true,
    }));
}

const hintsOf = once((analysis: Analysis): readonly Hint[] => [
  ...budgets(analysis),
  ...nested(analysis),
  ...opening(analysis),
  ...totals(analysis),
]);

function budgets({ model }: Analysis): Hint[] {
  return model.overview.slos.flatMap(({ objective, statedMinutesPerMonth }) => {
    const value = known(objective);
    if (objective === undefined || value === undefined || statedMinutesPerMonth !== undefined) return [];
    const label = `${minutesText(errorBudgetMinutes(value))} a month`;
    return [{ behind: objective, label, tooltip: 'The error budget: what of a 30-day month may fail' }];
  });
}

/** Of several calls that a timeout has to hold, the ones that take longest. */
function nested({ model }: Analysis): Hint[] {
  const longest = new Map<Stated<unknown>, number>();
  for (const { timeout, parts, partsMs } of timeoutPaths(model)) {
    if (parts.length > 0) longest.set(timeout, Math.max(partsMs, longest.get(timeout) ?? 0));
  }
  return [...longest].map(([behind, ms]) => ({
    behind,
    label: `holds ${timeText(ms)}`,
    tooltip: 'What its own calls may take, one after the other',
  }));
}

function opening({ model }: Analysis): Hint[] {
  const stated = model.overview.breaker?.opensAfterFailures;
  if (stated === undefined) return [];
  const hanging = plan(model).edges.flatMap(({ breaker, timeoutMs }) =>
    breaker === undefined || timeoutMs === undefined ? [] : [breaker.opensAfterFailures * timeoutMs],
  );
  if (hanging.length === 0) return [];
  const longestMs = hanging.reduce((longest, ms) => Math.max(longest, ms));
  const tooltip = 'How long callers hang until it opens, where the slowest service does not answer';
  return [{ behind: stated, label: `up to ${timeText(longestMs)}`, tooltip }];
}

/** Behind the total where that says something else, and behind the last price where no total is stated. */
function totals({ draft: { overview } }: Analysis): Hint[] {
  const rows = pricesText(monthlyCost(overview).sums);
  const total = statedTotal(overview);
  const open = overview.costTotalUsdPerMonth;
  const last = overview.costs.map(priceOf).findLast((price) => price !== undefined)?.stated;
  const behind = total?.stated ?? open ?? (overview.costs.length > 1 ? last : undefined);
  if (behind === undefined || (total !== undefined && priceText(total.price) === rows)) return [];
  return [{ behind, label: `rows: ${rows} a month`, tooltip: 'What the rows of the table come to' }];
}
