import { breakerThroughput, callsToTrip } from '#derive/breaker-throughput';
import { systemLoad } from '#derive/by-name';
import { known, type Ratio } from '#model/index';
import type { Rule } from '../rule.ts';
import { duration, grouped, percent } from '../say.ts';

/** Section 8: a breaker in front of something that fails in part, not as a whole. */
export const breakerSuitsPartialFailure: Rule = {
  name: 'breaker-suits-partial-failure',
  sentence: 'A circuit breaker lets most of what would succeed through when its callee fails in part',
  severity: 'warning',
  holds: ['failure-modes/breaker/open', 'failure-modes/breaker/half-open'],
  check({ model }, report) {
    const { opensAfterFailures: failures, halfOpenAfterMs: pause } = model.overview.breaker ?? {};
    if (failures === undefined || pause === undefined || failures.value < 1) return;
    const stated = systemLoad(model);
    const load = { requestsPerSecond: known(stated) || exampleLoad, failing };
    const policy = { opensAfterFailures: failures.value, halfOpenAfterMs: pause.value };
    const through = breakerThroughput(policy, load);
    if (through >= least * (1 - failing)) return;
    const example = stated === undefined ? ' (an example: no load is stated)' : '';
    const every = grouped(Math.round(callsToTrip(failing, failures.value)));
    report({
      severity: stated === undefined ? 'info' : 'warning',
      message: `If ${percent(failing)} of calls fail at random, ${failures.value} failures come in a row every ${every} calls; at ${load.requestsPerSecond} requests a second${example} the breaker then lets ${percent(rounded(through))} succeed instead of ${percent(1 - failing)}, being open for ${duration(pause.value)} each time`,
      span: failures.span,
      notes: [
        { message: `It stays open for ${duration(pause.value)}`, span: pause.span },
        ...(stated === undefined ? [] : [{ message: 'The load stands here', span: stated.span }]),
      ],
      help: help(policy, load),
    });
  },
};

/** A partial failure as one bad instance of three makes it, or a bad release on a third of them. */
const failing: Ratio = 0.3;
/** Of what would succeed without a breaker, so much at least is to succeed with it. */
const least: Ratio = 0.5;
/** Requests a second where none are stated. */
const exampleLoad = 100;

type Policy = Parameters<typeof breakerThroughput>[0];
type Load = Parameters<typeof breakerThroughput>[1];

function help(policy: Policy, load: Load): string {
  const more = Array.from({ length: 50 }, (_, index) => policy.opensAfterFailures + index + 1).find(
    (failures) => breakerThroughput({ ...policy, opensAfterFailures: failures }, load) >= 0.9 * (1 - failing),
  );
  const after = more === undefined ? '' : `Open after ${more} failures in a row, or `;
  return `${after}${more === undefined ? 'Open' : 'open'} on a share of failures, e.g. half of the last 100 calls: a callee that is gone still opens it at once.`;
}

function rounded(share: Ratio): Ratio {
  return Number(share.toPrecision(2));
}
