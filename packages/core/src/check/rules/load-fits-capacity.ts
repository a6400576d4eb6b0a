import { capacityByName, instancesByName, loadByName } from '#derive/by-name';
import { inFlight, instanceAnswersPerSecond } from '#derive/littles-law';
import type { Capacity, Stated } from '#model/index';
import type { Note } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { count, duration, grouped, quoted } from '../say.ts';

/** Section 9: what arrives against what can be answered. */
export const loadFitsCapacity: Rule = {
  name: 'load-fits-capacity',
  sentence: 'The planned instances answer the stated load',
  severity: 'error',
  holds: ['scaling/load/*/rate', 'scaling/capacity/*/*', 'scaling/horizontal/*/max'],
  check({ model }, report) {
    const capacities = capacityByName(model);
    const instances = instancesByName(model);
    for (const [name, load] of loadByName(model)) {
      const capacity = capacities.get(name);
      const each = capacity && instanceAnswersPerSecond(capacity);
      const most = instances.get(name)?.maxInstances;
      if (capacity === undefined || each === undefined || each <= 0 || most === undefined) continue;
      const all = each * most.value;
      if (load.value < all) continue;
      const needed = Math.floor(load.value / each) + 1;
      report({
        message: `${rate(load.value)} are to arrive at ${quoted(name)}, but its ${count(most.value, 'instance')} ${most.value === 1 ? 'answers' : 'answer'} ${load.value === all ? 'no more than these' : `at most ${rounded(all)}`}, so requests pile up without end`,
        span: load.span,
        notes: [
          ...capacityNotes(capacity, load),
          { message: `At most ${count(most.value, 'instance')}`, span: most.span },
        ],
        help: `Plan at least ${needed} instances, better some more: the nearer to full load, the longer the queue.`,
      });
    }
  },
};

function rate(perSecond: number): string {
  return `${grouped(perSecond)} requests a second`;
}

function rounded(perSecond: number): string {
  return grouped(Number(perSecond.toPrecision(3)));
}

function capacityNotes({ requestsPerSecond, concurrency, requestMs }: Capacity, load: Stated<number>): Note[] {
  if (requestsPerSecond !== undefined)
    return [{ message: `One instance answers ${rate(requestsPerSecond.value)}`, span: requestsPerSecond.span }];
  if (concurrency === undefined || requestMs === undefined) return [];
  const flying = rounded(inFlight(load.value, requestMs.value));
  return [
    { message: `One instance works on ${concurrency.value} at a time`, span: concurrency.span },
    {
      message: `At ${duration(requestMs.value)} a request, ${flying} of them are in work at any time`,
      span: requestMs.span,
    },
  ];
}
