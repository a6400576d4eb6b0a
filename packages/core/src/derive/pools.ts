import type { Model, Stated } from '#model/index';
import { capacityByName, instancesByName } from './by-name.ts';
import { calls, everyCall } from './calls.ts';

/** The connections that one instance of a caller opens, and how many instances there are. */
export interface Pool {
  readonly caller: string;
  readonly pool: Stated<number>;
  readonly min: number;
  readonly max: number;
}

/** The connections of all instances, as many as `instances` says. */
export function connectionsOf(pools: readonly Pool[], instances: (pool: Pool) => number): number {
  return pools.reduce((all, pool) => all + instances(pool) * pool.pool.value, 0);
}

/** The pools of the callers of each callee; callers without a pool, or without a number of instances, are left out. */
export function poolsByCallee(model: Model): ReadonlyMap<string, readonly Pool[]> {
  const [capacities, instances] = [capacityByName(model), instancesByName(model)];
  const pools = new Map<string, Map<string, Pool>>();
  for (const { from, to } of everyCall(calls(model))) {
    const pool = capacities.get(from.name)?.poolConnections;
    const { minInstances: min, maxInstances: max } = instances.get(from.name) ?? {};
    if (pool === undefined || min === undefined || max === undefined) continue;
    const callers = pools.get(to.name) ?? new Map<string, Pool>();
    callers.set(from.name, { caller: from.name, pool, min: min.value, max: max.value });
    pools.set(to.name, callers);
  }
  return new Map([...pools].map(([name, callers]) => [name, [...callers.values()]]));
}
