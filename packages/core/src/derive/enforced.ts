import { fits, type Model, type Profile, type Stated, type StatementPattern, statementsOf } from '#model/index';
import { nameOf } from './by-name.ts';
import { entryEnforcesWith } from './entry-policy.ts';
import { failingName } from './failing-name.ts';
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

/** What an edge only watches is not enforced; whom no edge leads to may be kept up by caches and tokens. */
function failures(model: Model, { edges }: SystemPlan): Statements {
  const { failures: rows, breaker } = model.overview;
  const isKept = (name: string | undefined): boolean => {
    const to = edges.filter((edge) => edge.to === name);
    return to.length === 0 || to.some(({ observed }) => observed !== true);
  };
  const kept = rows.filter((row) => isKept(failingName(model, row)));
  const isAllWatched = edges.length > 0 && edges.every(({ observed }) => observed === true);
  return [...statementsOf(kept), ...(isAllWatched ? [] : statementsOf(breaker))];
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
