import { type Draft, known, type Span } from '#model/index';
import { saysNone } from '../none.ts';
import type { Rule } from '../rule.ts';
import { percent, quoted } from '../say.ts';

/** Sections 7 and 11b: a promise is kept or broken only where somebody counts. */
export const slosAreMeasured: Rule = {
  name: 'slos-are-measured',
  sentence: 'Where there are objectives, there are metrics that tell whether they are met',
  severity: 'warning',
  holds: ['slos/*/objective', 'observability/metrics/application'],
  check({ draft }, report) {
    const promised = draft.overview.slos.find(({ objective }) => known(objective) !== undefined);
    const objective = known(promised?.objective);
    const place = unmeasuredAt(draft);
    if (promised?.objective === undefined || objective === undefined || place === undefined) return;
    const service = quoted(known(promised.service) ?? 'A service');
    report({
      message: `${service} promises ${percent(objective)}, but the section on observability names no metrics, so nobody can tell whether that is kept`,
      span: place,
      notes: [{ message: 'The first of the objectives', span: promised.objective.span }],
      help: 'Name what counts good and bad requests, e.g. "Application metrics: Prometheus, requests by status and duration".',
    });
  },
};

/** Words by which other lines of the section may say that something is counted. */
const counting =
  /\b(?:metrics?|prometheus|grafana|datadog|new relic|cloudwatch|statsd|uptime|availability|SLOs?|SLIs?|error rates?)\b/i;

/** Where the section says that nothing is measured, or does not say that anything is; undefined where it does, or may. */
function unmeasuredAt({ overview, sections, prose }: Draft): Span | undefined {
  const section = sections.find((one) => one.section === 'observability');
  if (section === undefined) return undefined;
  const { metrics, tracing, logging } = overview.telemetry;
  const stated = [metrics.application, metrics.infrastructure, metrics.business, tracing.performance].filter(
    (one) => one !== undefined,
  );
  if (stated.some((one) => !saysNone(known(one) ?? 'open'))) return undefined;
  const others = prose.filter((one) => one.section === 'observability').map(({ text }) => text);
  others.push(known(logging.aggregation) ?? '', known(tracing.distributed) ?? '');
  if (others.some((said) => counting.test(said))) return undefined;
  return metrics.application?.span ?? section.heading;
}
