import { capacityByName, instancesByName } from '#derive/by-name';
import { calls, everyCall } from '#derive/calls';
import type { Model, Stated } from '#model/index';
import type { Rule } from '../rule.ts';
import { count, quoted } from '../say.ts';

/** Section 9: the pools of all instances against what the other side accepts. */
export const connectionsFit: Rule = {
  name: 'connections-fit',
  sentence: 'All instances of the callers together open no more connections than the callee accepts',
  severity: 'error',
  holds: ['scaling/capacity/*/pool', 'scaling/capacity/*/max', 'scaling/horizontal/*/max'],
  check({ model }, report) {
    const pools = poolsByCallee(model);
    for (const [name, { maxConnections: limit }] of capacityByName(model)) {
      const callers = pools.get(name);
      if (limit === undefined || callers === undefined) continue;
      const most = sum(callers, ({ max }) => max);
      if (most <= limit.value) continue;
      const isAlways = sum(callers, ({ min }) => min) > limit.value;
      const terms = callers.map(
        ({ caller, pool, max }) => `${count(max, 'instance')} of ${quoted(caller)} × ${pool.value}`,
      );
      const instances = callers.reduce((all, { max }) => all + max, 0);
      report({
        severity: isAlways ? 'error' : 'warning',
        message: `${quoted(name)} accepts ${count(limit.value, 'connection')}, but its callers ${isAlways ? 'open' : 'may open'} ${most}: ${terms.join(' + ')}; the others are refused`,
        span: limit.span,
        notes: callers.map(({ caller, pool }) => ({
          message: `One instance of ${quoted(caller)} opens up to ${pool.value}`,
          span: pool.span,
        })),
        help: `Give each instance at most ${Math.floor(limit.value / instances)}, raise the limit to ${most}, or put a pooler between them.`,
      });
    }
  },
};

interface Pool {
  readonly caller: string;
  readonly pool: Stated<number>;
  readonly min: number;
  readonly max: number;
}

/** The connections of all instances, as many as `instances` says. */
function sum(pools: readonly Pool[], instances: (pool: Pool) => number): number {
  return pools.reduce((all, pool) => all + instances(pool) * pool.pool.value, 0);
}

/** The pools of the callers of each callee; callers without a pool, or without a number of instances, are left out. */
function poolsByCallee(model: Model): ReadonlyMap<string, readonly Pool[]> {
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
