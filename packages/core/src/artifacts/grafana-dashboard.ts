import { errorBudget } from '#derive/error-budget';
import { slugs } from '#derive/slug';
import type { Artifact } from './artifact.ts';
import { systemName } from './diagram/classify.ts';
import { type Measured, measuredObjectives } from './metrics/measured.ts';
import { burning, counted, failureRatio, promText } from './metrics/promql.ts';
import { oneLine } from './print/escape.ts';
import { type Json, json } from './print/json.ts';

/**
 * observability/grafana-dashboard.json: error budgets, calls, failures, latencies and breakers of each edge, from what
 * the gateway counts and the Prometheus rules record.
 */
export const grafanaDashboard: Artifact = {
  path: 'observability/grafana-dashboard.json',
  isDefault: false,
  comment: 'json',
  draws: ['context-capsule/project', 'slos/*/service', 'slos/*/objective', 'services/*/name', 'data-flow/*/to'],
  derive: ({ model }) => {
    const system = oneLine(systemName(model));
    const objectives = measuredObjectives(model).filter(({ isMeasured }) => isMeasured);
    return json({
      title: `${system}: edges and objectives`,
      uid: `asbuilt-${slugs()(system)}`.slice(0, 40),
      tags: ['asbuilt'],
      schemaVersion: 39,
      editable: true,
      refresh: '30s',
      time: { from: 'now-6h', to: 'now' },
      templating: { list: [dataSource, service] },
      panels: [...objectivePanels(objectives), ...edgePanels].map(placed),
    });
  },
};

/** Grafana puts the chosen data source there. */
const dataSourceRef = '$datasource';

const dataSource: Json = { name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Data source' };
const service: Json = {
  name: 'service',
  type: 'query',
  label: 'Service',
  datasource: { type: 'prometheus', uid: dataSourceRef },
  query: { query: `label_values(${counted.requests}, to)`, refId: 'service' },
  refresh: 2,
  multi: true,
  includeAll: true,
  current: { text: 'All', value: '$__all' },
};

/** What a panel shows: a title, a unit of Grafana's, and expressions with their legends. */
interface Panel {
  readonly title: string;
  readonly type: 'timeseries' | 'bargauge' | 'state-timeline';
  readonly unit: string;
  readonly targets: readonly (readonly [expr: string, legend: string])[];
}

/** More lines than these cannot be told apart. */
const mostLines = 30;

function objectivePanels(objectives: readonly Measured[]): readonly Panel[] {
  if (objectives.length === 0) return [];
  const hourMs = 3_600_000;
  const rates = objectives.slice(0, mostLines).flatMap(({ service: name, objective }) => {
    const budget = errorBudget(objective);
    const failed = `${failureRatio(hourMs)}{to=${promText(name)}}`;
    return budget > 0 ? [[`${failed} / ${burning(1, budget)}`, oneLine(name)] as const] : [];
  });
  return [
    {
      title: 'Error budget left',
      type: 'bargauge',
      unit: 'percentunit',
      targets: [['to:asbuilt_error_budget:left_ratio', '{{to}}']],
    },
    {
      title: 'Burn rate in the last hour (1 spends the budget in 30 days)',
      type: 'timeseries',
      unit: 'none',
      targets: rates,
    },
  ];
}

const chosen = '{to=~"$service"}';

function perSecond(metric: string, by: string): string {
  return `sum by (${by}) (rate(${metric}${chosen}[$__rate_interval]))`;
}

function quantile(share: number): string {
  return `histogram_quantile(${share}, ${perSecond(counted.durations, 'le, to')})`;
}

const edgePanels: readonly Panel[] = [
  { title: 'Calls', type: 'timeseries', unit: 'reqps', targets: [[perSecond(counted.requests, 'edge'), '{{edge}}']] },
  {
    title: 'Failed calls',
    type: 'timeseries',
    unit: 'percentunit',
    targets: [[`${perSecond(counted.failures, 'edge')} / (${perSecond(counted.judged, 'edge')} > 0)`, '{{edge}}']],
  },
  {
    title: 'Latency',
    type: 'timeseries',
    unit: 's',
    targets: [0.5, 0.95, 0.99].map((share) => [quantile(share), `{{to}} p${share * 100}`] as const),
  },
  {
    title: 'Answers',
    type: 'timeseries',
    unit: 'reqps',
    targets: [[perSecond(counted.requests, 'to, code'), '{{to}} {{code}}']],
  },
  {
    title: 'Calls of drills, in no budget',
    type: 'timeseries',
    unit: 'reqps',
    targets: [
      [perSecond(counted.drillRequests, 'edge'), '{{edge}}'],
      [perSecond(counted.drillFailures, 'edge'), '{{edge}} failed'],
    ],
  },
  {
    title: 'Calls that are running',
    type: 'timeseries',
    unit: 'none',
    targets: [[`sum by (edge) (${counted.inFlight}${chosen})`, '{{edge}}']],
  },
  {
    title: 'Circuit breakers (0 closed, 1 half-open, 2 open)',
    type: 'state-timeline',
    unit: 'none',
    targets: [[`max by (edge) (${counted.breaker}${chosen})`, '{{edge}}']],
  },
];

/** Two panels side by side. */
function placed({ title, type, unit, targets }: Panel, index: number): Json {
  return {
    id: index + 1,
    title,
    type,
    datasource: { type: 'prometheus', uid: dataSourceRef },
    gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
    fieldConfig: { defaults: { unit }, overrides: [] },
    targets: targets.map(([expr, legendFormat], place) => ({ refId: `Q${place + 1}`, expr, legendFormat })),
  };
}
