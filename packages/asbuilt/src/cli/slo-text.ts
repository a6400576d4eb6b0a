import { createColors } from 'picocolors';
import type { Budget } from '#gate/budget';
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
      ['Service', 'Objective', 'Requests', 'Bad', 'Available', 'Budget used', 'Left'].map(bold),
      ...budgets.map((budget) => rowOf(budget, color)),
    ]),
    ...ledgerNotes(measured).flatMap((note) => ['', note]),
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
      return [service, shareText(objective), ...numbers, left];
    }
  }
}

/** `12 %`; where nothing may fail there is no share. */
function budgetText(used: number): string {
  return Number.isFinite(used) ? usedText(used) : 'there is none';
}

/** `12,345` */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** What the counts do not show: that there are none, or that some belong to no objective. */
export function ledgerNotes({ ledger, hasLedger, withoutObjective }: Measured): readonly string[] {
  if (!hasLedger)
    return [`There is no ledger in ${ledger.shown}: asbuilt up counts requests while it runs the system.`];
  if (withoutObjective.length === 0) return [];
  const names = withoutObjective.map((name) => printable(name, 40)).join(', ');
  return [`The ledger also counts what no objective names: ${names}.`];
}
