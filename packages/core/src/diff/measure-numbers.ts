import { capacityByName, instancesByName, nameOf } from '#derive/by-name';
import { errorBudgetMinutes } from '#derive/error-budget';
import { instanceAnswersPerSecond } from '#derive/littles-law';
import { monthlyCost } from '#derive/monthly-cost';
import { plan } from '#derive/plan';
import { priceText } from '#derive/price';
import { worstAttempts } from '#derive/retry-amplification';
import { cachePath, worstAgeMs } from '#derive/staleness';
import type { Model } from '#model/index';
import type { Fact, Measuring } from './fact.ts';
import { duration, minutes, rate } from './say.ts';

/** What an objective leaves to fail, in minutes of a 30-day month. */
export const errorBudgets: Measuring = {
  measure: 'error-budget',
  factsOf: (model) =>
    model.overview.slos.flatMap(({ service, objective }): Fact[] =>
      objective === undefined
        ? []
        : [{ subject: nameOf(model, service), value: undusted(errorBudgetMinutes(objective.value)), because: '' }],
    ),
  say: bySides(
    (was, is, { subject }) => `The error budget of ${subject} is ${minutes(is)} a month instead of ${minutes(was)}`,
    (is, { subject }) => `${subject} has an error budget now: ${minutes(is)} a month`,
    (was, { subject }) => `${subject} has no error budget any more; it was ${minutes(was)} a month`,
  ),
};

/** Twelve digits take off the dust of binary fractions: 216.0000000000002 is 216. */
function undusted(value: number): number {
  return Number(value.toPrecision(12));
}

/** What the rows of the cost table come to a month, in each currency by itself. */
export const monthlyCosts: Measuring = {
  measure: 'monthly-cost',
  factsOf: ({ overview }) => {
    const { sums, unpriced } = monthlyCost(overview);
    const open =
      unpriced.length === 0
        ? ''
        : `, without ${unpriced.length} that ${unpriced.length === 1 ? 'has' : 'have'} no price`;
    const stated = sums.length === 0 && overview.costs.length > 0 ? [{ currency: 'USD', amount: 0 }] : sums;
    return stated.map(({ currency, amount }) => ({
      subject: currency === 'USD' ? '' : currency,
      value: amount,
      because: open,
    }));
  },
  say: bySides(
    (was, is, { subject, because }) =>
      `Costs come to ${money(is, subject)} a month instead of ${money(was, subject)} (${is < was ? '−' : '+'}${money(Math.abs(is - was), subject)})${because}`,
    (is, { subject, because }) => `Costs are stated now: ${money(is, subject)} a month${because}`,
    (was, { subject }) => `Costs are not stated any more; they were ${money(was, subject)} a month`,
  ),
};

/** Costs in dollars have no subject. */
function money(amount: number, subject: string): string {
  return priceText({ amount, currency: subject === '' ? 'USD' : subject });
}

/** How long calls hang until the breaker opens, where each of them runs into its timeout: failures × timeout. */
export const breakerOpenings: Measuring = {
  measure: 'breaker-opens',
  factsOf: (model) =>
    plan(model).edges.flatMap(({ to, breaker, timeoutMs }): Fact[] => {
      if (breaker === undefined || timeoutMs === undefined) return [];
      const because = `${breaker.opensAfterFailures} × ${duration(timeoutMs)}`;
      return [{ subject: to, value: breaker.opensAfterFailures * timeoutMs, because }];
    }),
  say: bySides(
    (was, is, { subject, because }) =>
      `While ${subject} hangs, its breaker opens after ${duration(is)} instead of ${duration(was)} (${because})`,
    (is, { subject, because }) => `While ${subject} hangs, a breaker opens after ${duration(is)} (${because})`,
    (was, { subject }) => `While ${subject} hangs, no breaker opens any more; it took ${duration(was)}`,
  ),
};

/** How often one request may call a service, since retries along its way multiply. */
export const attempts: Measuring = {
  measure: 'attempts',
  factsOf: (model) => [...worstAttempts(model)].map(([subject, value]): Fact => ({ subject, value, because: '' })),
  say: bySides(
    (was, is, { subject }) => `One request may call ${subject} ${times(is)} instead of ${times(was)}, retries included`,
    (is, { subject }) => `One request may call ${subject} ${times(is)}, retries included`,
    (was, { subject }) => `One request calls ${subject} no more than once, retries included; it was ${times(was)}`,
  ),
};

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** Requests a second that all instances of a service answer together, at most. */
export const capacities: Measuring = {
  measure: 'capacity',
  factsOf: (model) => {
    const instances = instancesByName(model);
    return [...capacityByName(model)].flatMap(([subject, capacity]): Fact[] => {
      const each = instanceAnswersPerSecond(capacity);
      const most = instances.get(subject)?.maxInstances?.value;
      if (each === undefined || most === undefined) return [];
      return [{ subject, value: each * most, because: `${most} × ${rate(each)}` }];
    });
  },
  say: bySides(
    (was, is, { subject, because }) => `${subject} answers ${rate(is)} at most instead of ${rate(was)} (${because})`,
    (is, { subject, because }) => `${subject} answers ${rate(is)} at most (${because})`,
    (was, { subject }) => `What ${subject} answers at most is not known any more; it was ${rate(was)}`,
  ),
};

/** How old what the caches hold may be when it is shown. */
export const cacheAges: Measuring = {
  measure: 'cache-age',
  factsOf: (model) => [...ageOf(model, 'answers', 'Cached answers'), ...ageOf(model, 'static', 'Cached assets')],
  say: bySides(
    (was, is, { subject, because }) => `${subject} may be ${duration(is)} old instead of ${duration(was)} (${because})`,
    (is, { subject, because }) => `${subject} may be ${duration(is)} old (${because})`,
    (was, { subject }) => `${subject} do not grow old any more; they could be ${duration(was)} old`,
  ),
};

function ageOf(model: Model, data: Parameters<typeof cachePath>[1], subject: string): readonly Fact[] {
  const path = cachePath(model, data);
  const because = path.map(({ cache, ttl }) => `${cache.layer.value} ${duration(ttl.value)}`).join(' + ');
  return path.length === 0 ? [] : [{ subject, value: worstAgeMs(path), because }];
}

/** Puts a change of a number into words: another value, one that came, one that went. */
function bySides(
  changed: (was: number, is: number, fact: Fact) => string,
  came: (is: number, fact: Fact) => string,
  went: (was: number, fact: Fact) => string,
): Measuring['say'] {
  return (before, after) => {
    if (after === undefined) return before && went(Number(before.value), before);
    if (before === undefined) return came(Number(after.value), after);
    return before.value === after.value ? undefined : changed(Number(before.value), Number(after.value), after);
  };
}
