import { minutesPerMonth } from '#derive/error-budget';
import { slugs } from '#derive/slug';
import type { Artifact } from './artifact.ts';
import { type Measured, measuredObjectives } from './metrics/measured.ts';
import { counted, promDuration, promText } from './metrics/promql.ts';
import { oneLine } from './print/escape.ts';
import { percent } from './print/units.ts';
import { type Yaml, yaml } from './print/yaml.ts';

/** observability/openslo.yaml: each objective that the gateway measures as OpenSLO v1 has it (https://github.com/OpenSLO/OpenSLO). */
export const openSlo: Artifact = {
  path: 'observability/openslo.yaml',
  isDefault: false,
  comment: 'hash',
  draws: ['slos/*/service', 'slos/*/objective', 'slos/policy', 'services/*/name', 'data-flow/*/to'],
  derive: ({ model }) => {
    const measured = measuredObjectives(model).filter(({ isMeasured }) => isMeasured);
    if (measured.length === 0) return '# The overview states no objective of a service that the request flow calls.\n';
    const nameOf = slugs();
    const policy = model.overview.errorBudgetPolicy?.value;
    return measured
      .flatMap((objective) => {
        const name = nameOf(objective.service);
        return [serviceOf(objective, name), sloOf(objective, name, policy)];
      })
      .map(yaml)
      .join('---\n');
  },
};

function serviceOf({ service }: Measured, name: string): Yaml {
  return { apiVersion: 'openslo/v1', kind: 'Service', metadata: { name, displayName: oneLine(service) }, spec: {} };
}

function sloOf({ service, objective }: Measured, name: string, policy: string | undefined): Yaml {
  return {
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name: `${name.slice(0, 52)}-calls`, displayName: `Calls of ${oneLine(service)}` },
    spec: {
      description: policy === undefined ? undefined : cut(oneLine(policy)),
      service: name,
      indicator: {
        metadata: { name: `${name.slice(0, 52)}-failures` },
        spec: {
          ratioMetric: {
            counter: true,
            bad: source(counted.failures, service),
            total: source(counted.judged, service),
          },
        },
      },
      timeWindow: [{ duration: promDuration(minutesPerMonth * 60_000), isRolling: true }],
      budgetingMethod: 'Occurrences',
      objectives: [{ displayName: percent(objective), target: objective }],
    },
  };
}

/** Of a description, the schema of OpenSLO v1 takes so many characters. */
const longestDescription = 1050;

function cut(text: string): string {
  if (text.length <= longestDescription) return text;
  return `${text.slice(0, longestDescription - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function source(metric: string, service: string): Yaml {
  return { metricSource: { type: 'Prometheus', spec: { query: `sum(${metric}{to=${promText(service)}})` } } };
}
