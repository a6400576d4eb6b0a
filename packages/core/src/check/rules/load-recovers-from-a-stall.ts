import { capacityByName, failuresByName, instancesByName, loadByName } from '#derive/by-name';
import { instanceAnswersPerSecond } from '#derive/littles-law';
import { worstAttempts } from '#derive/retry-amplification';
import { highestRecoveringLoad, recoversFromStall } from '#derive/stall-recovery';
import { type Failure, known, type Model, type Stated } from '#model/index';
import type { Rule } from '../rule.ts';
import { count, grouped, quoted } from '../say.ts';

/** Sections 8 and 9: whether tries again keep a service down that once stalled. */
export const loadRecoversFromAStall: Rule = {
  name: 'load-recovers-from-a-stall',
  sentence: 'After a stall, the stated load with all its tries again is less than what the instances answer',
  severity: 'warning',
  holds: ['scaling/load/*/rate', 'scaling/capacity/*/*', 'failure-modes/*/retries', 'failure-modes/*/mitigation/*'],
  check({ model }, report) {
    if (hasBreaker(model)) return;
    for (const stall of stalls(model)) {
      const { name, load, attempts, each, most } = stall;
      const all = each * most.value;
      if (!recoversFromStall(load.value, 1, all) || recoversFromStall(load.value, attempts, all)) continue;
      const instances = count(most.value, 'instance');
      report({
        message: `Once ${quoted(name)} stalls at ${words(load.value)} it never comes back: with up to ${attempts} tries of each, ${words(load.value * attempts)} arrive, and its ${instances} answer${most.value === 1 ? 's' : ''} ${words(all)}`,
        span: load.span,
        notes: [{ message: `At most ${instances}`, span: most.span }],
        help: help(stall, all),
      });
    }
  },
};

interface Stall {
  readonly name: string;
  readonly load: Stated<number>;
  /** How often a request is made while it stalls, 2 or more. */
  readonly attempts: number;
  /** Requests a second that one instance answers. */
  readonly each: number;
  readonly most: Stated<number>;
}

/** The services whose load, tries, capacity and number of instances are stated, and that shed nothing. */
function stalls(model: Model): Stall[] {
  const [capacities, instances, failures] = [capacityByName(model), instancesByName(model), failuresByName(model)];
  const tries = worstAttempts(model);
  return [...loadByName(model)].flatMap(([name, load]) => {
    const each = instanceAnswersPerSecond(capacities.get(name) ?? {});
    const most = instances.get(name)?.maxInstances;
    const attempts = tries.get(name) ?? 1;
    if (each === undefined || most === undefined || attempts === 1) return [];
    return failures.get(name)?.some(sheds) === true ? [] : [{ name, load, attempts, each, most }];
  });
}

function help({ load, attempts, each }: Stall, all: number): string {
  const needed = Math.floor((load.value * attempts) / each) + 1;
  return `From ${words(highestRecoveringLoad(attempts, all))} on there is no way back. Try again less often, add a circuit breaker or load shedding, or plan ${needed} instances.`;
}

function words(perSecond: number): string {
  return `${grouped(Number(perSecond.toPrecision(4)))} requests a second`;
}

/** A breaker that opens takes the tries away, and with them what keeps the service down. */
function hasBreaker({ overview: { breaker } }: Model): boolean {
  return known(breaker?.opensAfterFailures) !== undefined && known(breaker?.halfOpenAfterMs) !== undefined;
}

function sheds({ mitigations }: Failure): boolean {
  return mitigations.some(({ value }) => value === 'load-shedding' || value === 'rate-limit');
}
