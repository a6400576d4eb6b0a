import { dirname, join, resolve } from 'node:path';
import type { MinuteCounts } from '@asbuilt/core/ledger';
import type { Milliseconds } from '@asbuilt/core/model';
import { type LedgerPlace, readLedger } from '#files/ledger';
import type { Project } from '#files/project';
import { type Budget, budgetsOf } from '#gate/budget';
import { type Invocation, type Io, UsageError } from './command.ts';
import { durationOption } from './measure-options.ts';
import { textOption } from './options.ts';
import { projectOf } from './project-of.ts';

/** The error budgets of an overview by its ledger. */
export interface Measured {
  readonly project: Project;
  readonly ledger: LedgerPlace;
  /** Whether anything has ever been counted. */
  readonly hasLedger: boolean;
  readonly windowMs: Milliseconds;
  readonly budgets: readonly Budget[];
  /** Services that the ledger counts and no objective names. */
  readonly withoutObjective: readonly string[];
}

const minuteMs: Milliseconds = 60_000;

/** Reads `[file]`, `--ledger` and `--window`. Throws a `UsageError` where there is no objective, or no such ledger. */
export async function measureBudgets(invocation: Invocation, io: Io, now: Milliseconds): Promise<Measured> {
  const project = await projectOf(invocation, io);
  const { file, draft, model } = project;
  if (draft.overview.slos.length === 0) {
    throw new UsageError(
      `${file} states no objective, so there is no error budget: write them in the section "SLO Error Budgets".`,
    );
  }
  const windowMs = durationOption(invocation, 'window', '30d');
  const ledger = ledgerOf(invocation, project, io);
  // The ledger counts by minutes, so the one in which the window begins is in it.
  const fromMs = Math.floor((now - windowMs) / minuteMs) * minuteMs;
  const counts = await readLedger(ledger, fromMs);
  if (counts === undefined && textOption(invocation, 'ledger') !== undefined) {
    throw new UsageError(`${ledger.shown}: there is no such folder. asbuilt up keeps its ledger in .asbuilt/ledger.`);
  }
  const totalsOf = (service: string): ReturnType<MinuteCounts['totals']> =>
    counts?.totals(service, fromMs, now + minuteMs) ?? { good: 0, bad: 0 };
  const budgets = budgetsOf(draft, model, totalsOf, windowMs);
  const named = new Set(budgets.map(({ service }) => service));
  const withoutObjective = (counts?.services() ?? []).filter((service) => !named.has(service));
  return { project, ledger, hasLedger: counts !== undefined, windowMs, budgets, withoutObjective };
}

/** `--ledger`, else the one that `up` keeps beside the overview. */
function ledgerOf(invocation: Invocation, { file, directory }: Project, io: Io): LedgerPlace {
  const named = textOption(invocation, 'ledger');
  const usual = join('.asbuilt', 'ledger');
  if (named === undefined) return { path: join(directory, usual), shown: join(dirname(file), usual) };
  return { path: resolve(io.cwd, named), shown: named };
}
