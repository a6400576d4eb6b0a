import { createColors } from 'picocolors';
import { alarmOf, type Budget } from '#gate/budget';
import { durationText, shareText, usedText } from './measure-text.ts';
import { printable } from './printable.ts';
import type { Measured } from './slo-measured.ts';
import { table } from './table.ts';

/** The error budgets as a table, and what there is to say about the ledger. */
export function sloText(measured: Measured, color: boolean): string {
  const { project, windowMs, budgets } = measured;
  const { bold } = createColors(color);
  return [
    `${project.file}: error budgets of the last ${durationText(windowMs)}`,
    '',
    table([
      ['Service', 'Objective', 'Requests', 'Bad', 'Available', 'Budget used', 'Left', 'Burns'].map(bold),
      ...budgets.map((budget) => rowOf(budget, color)),
    ]),
    ...countNotes(measured).flatMap((note) => ['', note]),
    '',
  ].join('\n');
}

function rowOf(budget: Budget, color: boolean): readonly string[] {
  const { red, yellow } = createColors(color);
  const service = printable(budget.service, 40);
  switch (budget.state) {
    case 'undecided':
      return [service, yellow('not decided')];
    case 'unrecorded':
      return [service, shareText(budget.objective), yellow('no requests recorded')];
    case 'within':
    case 'spent': {
      const { objective, use, leftMs, state } = budget;
      const { requests, bad, used } = use;
      const left = state === 'spent' ? red('spent') : durationText(leftMs);
      const numbers = [countText(requests), countText(bad), shareText((requests - bad) / requests), budgetText(used)];
      return [service, shareText(objective), ...numbers, left, burnText(budget, color)];
    }
  }
}

/** How fast it was spent in the first long window, and what that calls for: `0.3 ×`, `20 × page (14.4 × in 1 h and 5 min)`. */
function burnText(budget: Extract<Budget, { state: 'within' | 'spent' }>, color: boolean): string {
  const { red, yellow } = createColors(color);
  const alarm = alarmOf(budget);
  if (alarm === undefined) return rateText(budget.burns[0]?.long ?? 0);
  const { severity, factor, longMs, shortMs } = alarm.windows;
  const rule = `${severity} (${rateText(factor)} in ${durationText(longMs)} and ${durationText(shortMs)})`;
  return `${rateText(alarm.long)} ${severity === 'page' ? red(rule) : yellow(rule)}`;
}

function rateText(rate: number): string {
  return `${Number.isFinite(rate) ? countText(Number(rate.toPrecision(3))) : '∞'} ×`;
}

/** `12 %`; where nothing may fail there is no share. */
function budgetText(used: number): string {
  return Number.isFinite(used) ? usedText(used) : 'there is none';
}

/** `12,345` */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** What the counts do not show: that there are none, that some belong to no objective, or to drills. */
export function countNotes({ ledger, countedBy, withoutObjective, drilled }: Measured): readonly string[] {
  if (countedBy.kind === 'ledger' && !countedBy.isThere)
    return [`There is no ledger in ${ledger.shown}: asbuilt up counts requests while it runs the system.`];
  const who = countedBy.kind === 'ledger' ? 'The ledger' : `Prometheus (${countedBy.url.href})`;
  const names = withoutObjective.map((name) => printable(name, 40)).join(', ');
  const calls = drilled.map((each) => `${countText(each.calls)} of ${printable(each.service, 40)}`).join(', ');
  return [
    ...(names === '' ? [] : [`${who} also counts what no objective names: ${names}.`]),
    ...(calls === '' ? [] : [`Calls of drills are in no budget: ${calls}.`]),
  ];
}
