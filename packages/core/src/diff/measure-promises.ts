import { inSeries } from '#derive/availability';
import { calls, everyCall } from '#derive/calls';
import { hardDependencies } from '#derive/hard-dependency';
import { timeoutPaths } from '#derive/timeout-path';
import type { Fact, Measuring } from './fact.ts';
import { duration, percent } from './say.ts';

/** Whether what a service cannot do without is available often enough for its own objective. */
export const carriedObjectives: Measuring = {
  measure: 'objective-carried',
  factsOf: (model) =>
    hardDependencies(model).flatMap(({ name, objective, needs }): Fact[] => {
      if (needs.length === 0) return [];
      const possible = inSeries(needs.map((need) => need.objective.value));
      const each = needs.map((need) => `${need.name} ${percent(need.objective.value)}`).join(', ');
      const together = needs.length === 1 ? '' : `, together ${percent(possible)}`;
      const because = `${percent(objective.value)} (${each}${together})`;
      return [{ subject: name, value: possible >= objective.value, because }];
    }),
  say: byHolding({
    breaks: ({ subject, because }) => `What ${subject} depends on can no longer carry its ${because}`,
    fails: ({ subject, because }) => `What ${subject} depends on cannot carry its ${because}`,
    mends: ({ subject, because }) => `What ${subject} depends on can carry its ${because} now`,
    ends: ({ subject }) => `${subject} does not promise any more what it depends on cannot carry`,
  }),
};

/** Whether the calls of a service fit inside the time after which it is given up itself. */
export const nestedTimeouts: Measuring = {
  measure: 'timeouts-nest',
  factsOf: (model) => {
    const worst = new Map<string, Fact & { readonly slackMs: number }>();
    for (const { call, timeout, parts, partsMs } of timeoutPaths(model)) {
      const slackMs = timeout.value - partsMs;
      const known = worst.get(call.to.name);
      if (parts.length === 0 || (known !== undefined && known.slackMs <= slackMs)) continue;
      const because = `its calls may take ${duration(partsMs)}, and it is given up after ${duration(timeout.value)}`;
      worst.set(call.to.name, { subject: call.to.name, value: slackMs > 0, because, slackMs });
    }
    return [...worst.values()];
  },
  say: byHolding({
    breaks: ({ subject, because }) => `The timeouts below ${subject} do not nest any more: ${because}`,
    fails: ({ subject, because }) => `The timeouts below ${subject} do not nest: ${because}`,
    mends: ({ subject, because }) => `The timeouts below ${subject} nest now: ${because}`,
    ends: ({ subject }) => `${subject} has no timeout below it any more that does not nest`,
  }),
};

/** Who calls whom. */
export const edges: Measuring = {
  measure: 'edge',
  factsOf: (model) => {
    const subjects = everyCall(calls(model)).map(({ from, to }) => `${from.name} → ${to.name}`);
    return [...new Set(subjects)].map((subject) => ({ subject, value: true, because: '' }));
  },
  say: (before, after) => {
    if (before !== undefined && after !== undefined) return undefined;
    const [from = '', to = ''] = (after ?? before)?.subject.split(' → ') ?? [];
    return after === undefined ? `${from} does not call ${to} any more` : `${from} calls ${to} now`;
  },
};

interface Holding {
  /** It held before. */
  readonly breaks: (fact: Fact) => string;
  /** There was nothing of the kind before. */
  readonly fails: (fact: Fact) => string;
  readonly mends: (fact: Fact) => string;
  /** It did not hold before, and there is nothing of the kind any more. */
  readonly ends: (fact: Fact) => string;
}

/** Puts into words that something holds no longer, or again. What holds on both sides, or where it is new, is no news. */
function byHolding({ breaks, fails, mends, ends }: Holding): Measuring['say'] {
  return (before, after) => {
    if (before?.value === after?.value) return undefined;
    if (after === undefined) return before?.value === false ? ends(before) : undefined;
    if (after.value === true) return before === undefined ? undefined : mends(after);
    return before === undefined ? fails(after) : breaks(after);
  };
}
