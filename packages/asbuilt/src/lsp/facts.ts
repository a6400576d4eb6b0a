import {
  type Call,
  calls,
  errorBudgetMinutes,
  everyCall,
  hardDependencies,
  inSeries,
  monthlyCost,
  type PromisedOn,
  plan,
  priceOf,
  pricesText,
  priceText,
  statedTotal,
  type TimeoutPath,
  timeoutPaths,
} from '@asbuilt/core/derive';
import { type Cost, known, type Milliseconds, type Model, type Slo, type Stated } from '@asbuilt/core/model';
import type { Analysis } from './analysis.ts';
import { once } from './once.ts';
import { timeText } from './value-text.ts';

/** What follows from statements, in sentences. Each is worked out when it is asked for. */
export interface Facts {
  /** What follows from a statement; empty where nothing is derived from it. */
  readonly about: (stated: Stated<unknown>) => readonly string[];
}

export const factsOf: (analysis: Analysis) => Facts = once((analysis: Analysis) => {
  const { overview } = analysis.model;
  const ways = new Map<Stated<unknown>, () => readonly string[]>();
  const tell = (stated: Stated<unknown> | undefined, facts: () => readonly string[]): void => {
    if (stated !== undefined) ways.set(stated, facts);
  };
  const paths = once(timeoutPaths);
  for (const slo of overview.slos) {
    for (const stated of [slo.objective, slo.statedBudget, slo.statedMinutesPerMonth]) {
      tell(stated, () => sloFacts(slo, analysis));
    }
  }
  for (const { timeoutMs } of overview.failures) {
    if (timeoutMs !== undefined) tell(timeoutMs, () => timeoutFacts(timeoutMs, paths(analysis.model)));
  }
  for (const cost of overview.costs) tell(priceOf(cost)?.stated, () => costFacts(cost, analysis));
  tell(statedTotal(overview)?.stated, () => totalFacts(analysis));
  for (const stated of Object.values(overview.breaker ?? {})) tell(stated, () => breakerFacts(analysis));
  for (const { name } of overview.services) tell(name, () => serviceFacts(name.value, analysis));
  return { about: (stated) => ways.get(stated)?.() ?? [] };
});

function sloFacts(slo: Slo, { model }: Analysis): string[] {
  const objective = known(slo.objective);
  if (objective === undefined) return [];
  const budget = errorBudgetMinutes(objective);
  const left = `${percentText(objective)} leaves ${minutesText(budget)} a month`;
  const needs = promisesOf(model).find((promised) => promised.objective === slo.objective)?.needs ?? [];
  if (needs.length === 0) return [left];
  const used = errorBudgetMinutes(inSeries(needs.map((need) => need.objective.value)));
  const named = listed(needs.map((need) => `${need.name} ${minutesText(errorBudgetMinutes(need.objective.value))}`));
  const verdict = used > budget ? ', more than there is' : '';
  return [left, `what it cannot do without may alone use ${minutesText(used)} of them${verdict} (${named})`];
}

const promisesOf: (model: Model) => readonly PromisedOn[] = once(hardDependencies);

function timeoutFacts(timeout: Stated<Milliseconds>, paths: readonly TimeoutPath[]): string[] {
  const own = paths.filter((path) => path.timeout === timeout && path.parts.length > 0);
  const around = paths.filter(({ parts }) => parts.some((part) => part.timeout === timeout));
  const longest = own.toSorted((one, other) => other.partsMs - one.partsMs)[0];
  const callers = new Map(around.map((path) => [path.call.to.name, path.timeout.value]));
  return [
    ...(longest === undefined
      ? []
      : [`its own calls may take ${timeText(longest.partsMs)} of it: ${partsText(longest)}`]),
    ...[...callers].slice(0, mostNamed).map(([name, ms]) => `has to fit into the ${timeText(ms)} of ${name}`),
  ];
}

function partsText({ parts }: TimeoutPath): string {
  return listed(
    parts.map(({ call, timeout }) => `${call.to.name} ${timeText(timeout.value)} (step ${call.step.step})`),
  );
}

function costFacts(cost: Cost, analysis: Analysis): string[] {
  const own = priceOf(cost)?.price;
  const { sums } = monthlyCost(analysis.draft.overview);
  const sum = sums.find(({ currency }) => currency === own?.currency);
  if (own === undefined || sum === undefined || own.amount === 0) return [];
  const rows = sums.length === 1 ? 'all rows' : `the rows in ${sum.currency}`;
  return [`${percentText(own.amount / sum.amount, 1)} of the ${priceText(sum)} a month that ${rows} come to`];
}

function totalFacts({ draft }: Analysis): string[] {
  const { sums, unpriced } = monthlyCost(draft.overview);
  const open = unpriced.length === 0 ? '' : `, ${unpriced.length} of ${draft.overview.costs.length} without a price`;
  return [`the rows come to ${pricesText(sums)} a month${open}`];
}

/** How long callers may hang on each callee until the breaker refuses calls: failures in a row, each a whole timeout. */
function breakerFacts({ model }: Analysis): string[] {
  const { edges } = plan(model);
  const opens = new Map(
    edges.flatMap(({ to, breaker, timeoutMs }) =>
      breaker === undefined || timeoutMs === undefined ? [] : [[to, breaker.opensAfterFailures * timeoutMs] as const],
    ),
  );
  return [...opens]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, mostNamed)
    .map(([name, ms]) => `where ${name} hangs, it takes up to ${timeText(ms)} until it opens`);
}

function serviceFacts(name: string, { model }: Analysis): string[] {
  const all = callsOf(model);
  const callees = new Set(all.filter(({ from }) => from.name === name).map(({ to }) => to.name));
  const callers = new Set(all.filter(({ to }) => to.name === name).map(({ from }) => from.name));
  return [
    ...(callers.size === 0 ? [] : [`called by ${listed([...callers])}`]),
    ...(callees.size === 0 ? [] : [`calls ${listed([...callees])}`]),
  ];
}

const callsOf: (model: Model) => readonly Call[] = once((model: Model) => everyCall(calls(model)));

/** More are counted, not named. */
const mostNamed = 5;

function listed(words: readonly string[]): string {
  const more = words.length - mostNamed;
  return more > 0 ? `${words.slice(0, mostNamed).join(', ')} and ${more} more` : words.join(', ');
}

function percentText(ratio: number, decimals = 6): string {
  return `${Number((ratio * 100).toFixed(decimals))} %`;
}

/** `43.2 min` */
export function minutesText(minutes: number): string {
  return `${Number(minutes.toFixed(minutes < 10 ? 2 : 1))} min`;
}
