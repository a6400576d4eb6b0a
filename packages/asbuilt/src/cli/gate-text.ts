import { createColors } from 'picocolors';
import type { Budget } from '#gate/budget';
import type { Override } from '#gate/override';
import { durationText, shareText } from './measure-text.ts';
import { printable } from './printable.ts';
import type { Measured } from './slo-measured.ts';
import { countNotes, countText } from './slo-text.ts';

/** A line for each objective, the reasons with their places in the document, and what follows from them. */
export function gateText(measured: Measured, color: boolean): string {
  const { project, budgets, windowMs } = measured;
  const spent = budgets.filter(({ state }) => state === 'spent');
  const sum =
    spent.length === 0 ? 'no error budget is spent' : `${spent.length} of ${budgets.length} error budgets spent`;
  return [
    ...budgets.flatMap((budget) => {
      const { file = project.file, line, column } = project.pages.place(budget.span);
      const place = budget.state === 'spent' ? [`        ${file}:${line}:${column}`] : [];
      return [`${markOf(budget, color)} ${printable(budget.service, 40)}: ${reasonOf(budget)}`, ...place];
    }),
    ...countNotes(measured),
    `${project.file}: ${sum} in the last ${durationText(windowMs)}.`,
    ...(spent.length === 0 ? [] : policyOf(measured)),
    '',
  ].join('\n');
}

const marks = { spent: 'spent  ', within: 'within ', unrecorded: 'unknown', undecided: 'unknown' } as const;

function markOf({ state }: Budget, color: boolean): string {
  const { red, green, yellow } = createColors(color);
  const paint = { spent: red, within: green, unrecorded: yellow, undecided: yellow }[state];
  return paint(marks[state]);
}

function reasonOf(budget: Budget): string {
  switch (budget.state) {
    case 'undecided':
      return 'the document leaves its objective open';
    case 'unrecorded':
      return `no requests recorded, so ${shareText(budget.objective)} is neither kept nor broken`;
    case 'within':
    case 'spent': {
      const { requests, bad, allowed } = budget.use;
      const were = requests === 1 ? 'request was' : 'requests were';
      return `${countText(bad)} of ${countText(requests)} ${were} bad, and ${shareText(budget.objective)} allows ${allowedText(allowed)}`;
    }
  }
}

/** Cut off, not rounded: what is allowed must not look like more than it is. */
function allowedText(allowed: number): string {
  const scale = allowed < 1 ? 1_000 : 10;
  return countText(Math.floor(allowed * scale) / scale);
}

/** What the document says is to be done now. */
function policyOf({ project }: Measured): readonly string[] {
  const policy = project.model.overview.errorBudgetPolicy;
  const wayRound = 'To go on all the same, and have it recorded: asbuilt gate --override "why" --for 1d.';
  if (policy === undefined) return [wayRound];
  const { file = project.file, line } = project.pages.place(policy.span);
  return [`Error budget policy (${file}:${line}): ${printable(policy.value)}`, wayRound];
}

/** That a spent budget holds nobody up this time, by whom, why, and how long. */
export function overrideText({ by, reason, at, until }: Override, file: string): string {
  const end = until === at ? '' : `, until ${until}`;
  return `Overridden by ${printable(by)}${end}: ${printable(reason)}\nRecorded in ${file}.\n`;
}
