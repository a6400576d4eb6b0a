import { capacityByName } from '#derive/by-name';
import { connectionsOf, poolsByCallee } from '#derive/pools';
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
      const most = connectionsOf(callers, ({ max }) => max);
      if (most <= limit.value) continue;
      const isAlways = connectionsOf(callers, ({ min }) => min) > limit.value;
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
