import { mayStandIn } from '#derive/stand-in';
import { isHole, known } from '#model/index';
import type { Rule } from '../rule.ts';
import { nameOr, quoted } from '../say.ts';

/** Section 8: for what is critical there is something to answer with. */
export const criticalFailuresHaveFallback: Rule = {
  name: 'critical-failures-have-fallback',
  sentence: 'For a critical failure something stands in',
  severity: 'warning',
  holds: ['failure-modes/*/impact', 'failure-modes/*/mitigation/*'],
  check({ draft }, report) {
    const { failures } = draft.overview;
    // Where no row says anything, the table has no such column, or nobody has come to it yet.
    if (!failures.some(({ mitigations, measures }) => mitigations.length + measures.length > 0)) return;
    for (const { scenario, service, impact, mitigations, measures } of failures) {
      if (known(impact) !== 'critical' || impact === undefined) continue;
      const sure = mitigations.flatMap((one) => (isHole(one.value) ? [] : [{ value: one.value }]));
      if (sure.length < mitigations.length || mayStandIn({ mitigations: sure, measures })) continue;
      const done = sure.map(({ value }) => value.replaceAll('-', ' ')).join(' and ');
      const gone = service === undefined ? 'it lasts' : `${quoted(service.value)} is gone`;
      report({
        message: `"${nameOr(scenario, 'This failure')}" is critical, but ${done === '' ? 'nothing is done about it' : `all that is done about it is ${done}`}: while ${gone} no request is answered`,
        span: scenario.span,
        notes: [{ message: 'It is called critical here', span: impact.span }],
        help: 'Add what stands in: a fallback, cached or stale data, graceful degradation, a static answer, the next instance or a queue.',
      });
    }
  },
};
