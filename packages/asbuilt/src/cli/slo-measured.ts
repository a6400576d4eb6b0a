import { dirname, join, resolve } from 'node:path';
import type { Milliseconds } from '@asbuilt/core/model';
import { type LedgerPlace, readLedger } from '#files/ledger';
import type { Project } from '#files/project';
import { type Budget, budgetsOf, windowsOf } from '#gate/budget';
import { type Calls, callsByLedger } from '#gate/calls';
import { callsByPrometheus, PrometheusError } from '#gate/prometheus';
import { type Invocation, type Io, UsageError } from './command.ts';
import { durationOption } from './measure-options.ts';
import { textOption } from './options.ts';
import { projectOf } from './project-of.ts';

/** Who counted the calls: the ledger that `up` keeps, or a Prometheus that scrapes the gateway. */
export type CountedBy =
  /** `isThere`: whether anything has ever been counted. */
  { readonly kind: 'ledger'; readonly isThere: boolean } | { readonly kind: 'prometheus'; readonly url: URL };

/** The error budgets of an overview by what was counted. */
export interface Measured {
  readonly project: Project;
  /** Where overrides are kept, whoever counted. */
  readonly ledger: LedgerPlace;
  readonly countedBy: CountedBy;
  readonly windowMs: Milliseconds;
  readonly budgets: readonly Budget[];
  /** Services that were counted and no objective names. */
  readonly withoutObjective: readonly string[];
  /** Those of objectives that drills called, which is in no budget. */
  readonly drilled: readonly { readonly service: string; readonly calls: number }[];
}

/** Reads `[file]`, `--ledger`, `--prometheus` and `--window`. Throws a `UsageError` where there is no objective, or no such source. */
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
  const { countedBy, calls } = await callsOf(invocation, ledger, { windowMs, now });
  const budgets = budgetsOf(draft, model, (service, lastMs) => calls?.totals(service, lastMs) ?? none, windowMs);
  const named = new Set(budgets.map(({ service }) => service));
  const withoutObjective = (calls?.services() ?? []).filter((service) => !named.has(service));
  const drilled = [...named].flatMap((service) => {
    const { good, bad } = calls?.drilled(service, windowMs) ?? none;
    return good + bad === 0 ? [] : [{ service, calls: good + bad }];
  });
  return { project, ledger, countedBy, windowMs, budgets, withoutObjective, drilled };
}

const none = { good: 0, bad: 0 };

interface Counted {
  readonly countedBy: CountedBy;
  readonly calls: Calls | undefined;
}

async function callsOf(
  invocation: Invocation,
  ledger: LedgerPlace,
  { windowMs, now }: { readonly windowMs: Milliseconds; readonly now: Milliseconds },
): Promise<Counted> {
  const url = prometheusOf(invocation);
  if (url !== undefined)
    return { countedBy: { kind: 'prometheus', url }, calls: await askPrometheus(url, windowMs, now) };
  const counts = await readLedger(ledger, now - windowMs);
  if (counts === undefined && textOption(invocation, 'ledger') !== undefined) {
    throw new UsageError(`${ledger.shown}: there is no such folder. asbuilt up keeps its ledger in .asbuilt/ledger.`);
  }
  const calls = counts && callsByLedger(counts, now);
  return { countedBy: { kind: 'ledger', isThere: calls !== undefined }, calls };
}

async function askPrometheus(url: URL, windowMs: Milliseconds, now: Milliseconds): Promise<Calls> {
  try {
    return await callsByPrometheus(url, windowsOf(windowMs), now);
  } catch (error) {
    if (error instanceof PrometheusError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function prometheusOf(invocation: Invocation): URL | undefined {
  const text = textOption(invocation, 'prometheus');
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.username !== '' || url.password !== '')) {
    throw new UsageError('--prometheus has a password in it, which would show in what is printed: leave it out.');
  }
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(
    `--prometheus ${text} is not the URL of a Prometheus: write it in full, e.g. http://127.0.0.1:9090.`,
  );
}

/** `--ledger`, else the one that `up` keeps beside the overview. */
function ledgerOf(invocation: Invocation, { file, directory }: Project, io: Io): LedgerPlace {
  const named = textOption(invocation, 'ledger');
  const usual = join('.asbuilt', 'ledger');
  if (named === undefined) return { path: join(directory, usual), shown: join(dirname(file), usual) };
  return { path: resolve(io.cwd, named), shown: named };
}
