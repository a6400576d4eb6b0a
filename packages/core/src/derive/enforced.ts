import {
  type Failure,
  fits,
  type Model,
  type Profile,
  type Stated,
  type StatementPattern,
  statementsOf,
} from '#model/index';
import { nameOf } from './by-name.ts';
import { entryEnforcesWith } from './entry-policy.ts';
import { isMitigationKept, type KeptBy, keptBy } from './kept-mitigation.ts';
import { enforces, plan, type SystemPlan } from './plan.ts';

/** What can be enforced of one row and not of another: a pattern would say too much. */
const byRow: readonly StatementPattern[] = [
  'failure-modes/*/**',
  'failure-modes/breaker/*',
  'scaling/capacity/*/*',
  'caching/*/*',
];

/** The statements of an overview that are enforced when it runs by this profile, as patterns and, row by row, as ids. */
export function enforcedBy(model: Model, profile: Profile | undefined): readonly StatementPattern[] {
  const system = plan(model, profile);
  const rows = [...failures(model, system), ...capacities(model, system), ...caches(model, system)];
  const ids = rows.map(({ id }) => id).filter((id) => enforces.some((pattern) => fits(id, pattern)));
  return [
    ...enforces.filter((pattern) => !byRow.some((wider) => fits(pattern, wider))),
    ...ids,
    ...entryEnforcesWith(model, profile),
  ];
}

type Statements = readonly Stated<unknown>[];

/** Of the failure table what something does: what an edge only watches is not, nor what is left to a service or to people. */
function failures(model: Model, system: SystemPlan): Statements {
  const { failures: rows, breaker } = model.overview;
  const { edges } = system;
  const kept = rows.flatMap((row) => keptOfRow(row, keptBy(model, row, system)));
  const isAllWatched = edges.length > 0 && edges.every(({ observed }) => observed === true);
  return [...kept, ...(isAllWatched ? [] : statementsOf(breaker))];
}

/** The name counts where anything that is said about it does. */
function keptOfRow({ service, timeoutMs, retries, mitigations }: Failure, by: KeptBy): Statements {
  const timeout = by.own.length > 0 ? timeoutMs : undefined;
  const tries = isMitigationKept('retry', by) ? retries : undefined;
  const done = mitigations.filter(({ value }) => isMitigationKept(value, by));
  const kept = [timeout, tries, ...done].flatMap((stated) => stated ?? []);
  return kept.length === 0 || service === undefined ? kept : [service, ...kept];
}

/** HTTP edges keep to how many requests are worked on, those over TCP to how many connections are accepted. */
function capacities(model: Model, { edges }: SystemPlan): Statements {
  const kept = edges.filter(({ observed }) => observed !== true);
  return model.overview.scaling.capacities.flatMap((row) => {
    const to = kept.filter((edge) => edge.to === nameOf(model, row.service));
    const concurrency = to.some((edge) => edge.concurrency !== undefined) ? row.concurrency : undefined;
    const connections = to.some((edge) => edge.connections !== undefined) ? row.maxConnections : undefined;
    const enforced = [concurrency, connections].flatMap((stated) => stated ?? []);
    return enforced.length === 0 ? [] : [row.service, ...enforced];
  });
}

/** The tiers that answers pass on their way out, and those of the application; a browser's other stores keep themselves. */
function caches({ overview }: Model, { edges, applicationCaches = {} }: SystemPlan): Statements {
  const policies = edges.flatMap(({ cache }) => cache ?? []);
  const names = new Set([
    ...policies.flatMap(({ tiers, browser }) => [...tiers, ...(browser ? [browser] : [])]).map(({ name }) => name),
    ...Object.keys(applicationCaches),
  ]);
  return statementsOf(overview.caches.filter(({ layer }) => names.has(layer.value)));
}
