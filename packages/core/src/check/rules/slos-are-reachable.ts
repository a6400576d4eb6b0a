import { eachOf, inSeries, redundant } from '#derive/availability';
import { errorBudgetMinutes } from '#derive/error-budget';
import { hardDependencies, type PromisedOn } from '#derive/hard-dependency';
import type { Ratio } from '#model/index';
import type { Rule } from '../rule.ts';
import { minutes, percent, quoted } from '../say.ts';

/** Sections 5, 8 and 11b: nothing is better than what it cannot do without. */
export const slosAreReachable: Rule = {
  name: 'slos-are-reachable',
  sentence: 'A service promises less than what it cannot do without allows',
  severity: 'error',
  holds: ['slos/*/service', 'slos/*/objective', 'data-flow/*/from', 'data-flow/*/to'],
  check({ model }, report) {
    for (const promise of hardDependencies(model)) {
      const { objective, needs } = promise;
      const bound = inSeries(needs.map((need) => need.objective.value));
      if (needs.length === 0 || objective.value < bound) continue;
      report({
        severity: objective.value > bound ? 'error' : 'warning',
        message: message(promise, bound),
        span: objective.span,
        notes: needs.slice(0, mostNamed).map((need) => ({
          message: `${quoted(need.name)} promises ${percent(need.objective.value)}, and may be gone for ${minutes(errorBudgetMinutes(need.objective.value))}`,
          span: need.objective.span,
        })),
        help: help(promise, bound),
      });
    }
  },
};

const mostNamed = 5;

function message({ name, objective, needs }: PromisedOn, bound: Ratio): string {
  const named = needs.slice(0, mostNamed).map((need) => `${quoted(need.name)} ${percent(need.objective.value)}`);
  const more = needs.length > mostNamed ? [`${needs.length - mostNamed} more`] : [];
  const on = [...named, ...more].join(' × ');
  const promised = `${quoted(name)} promises ${percent(objective.value)}`;
  if (objective.value === bound)
    return `${promised}, as much as what it cannot do without: ${on}; nothing is left for its own failures`;
  const own = minutes(errorBudgetMinutes(objective.value));
  return `${promised}, but what it cannot do without allows at most ${shown(bound)}: ${on}; it may fail for ${own}, they use up ${minutes(Number(errorBudgetMinutes(bound).toPrecision(3)))}`;
}

/** Rounded so that three digits are left of what fails: 99.85005 % is 99.85 %. */
function shown(share: Ratio): string {
  return percent(1 - Number((1 - share).toPrecision(3)));
}

function help({ name, objective, needs }: PromisedOn, bound: Ratio): string {
  const [first] = needs;
  const names = needs.length === 1 && first !== undefined ? quoted(first.name) : 'one of them';
  const better = shown(eachOf(objective.value, needs.length));
  const raise = needs.length === 1 ? `raise it above ${better}` : `raise each of them above ${better}`;
  const twice =
    first === undefined
      ? ''
      : ` (two of ${quoted(first.name)} that fail independently come to ${percent(redundant(first.objective.value, 2))})`;
  return `Say in the failure table what stands in for ${names}, ${raise}${twice}, or promise less than ${shown(bound)} for ${quoted(name)}.`;
}
