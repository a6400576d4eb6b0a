import { type BurnRate, burnRates } from '#derive/burn-rate';
import { errorBudget, errorBudgetMinutes, minutesPerMonth } from '#derive/error-budget';
import type { Artifact } from './artifact.ts';
import { type Measured, measuredObjectives } from './metrics/measured.ts';
import { burning, failureRatio, failureRatioOf, promDuration, promText, sums } from './metrics/promql.ts';
import { oneLine } from './print/escape.ts';
import { duration, minutes, percent } from './print/units.ts';
import { type Yaml, yaml } from './print/yaml.ts';

/** The overview counts its budgets by months of 30 days. */
const periodMs = minutesPerMonth * 60_000;
const rates = burnRates(periodMs);

/**
 * observability/prometheus-rules.yml: how much of each error budget is left, and alerts where one is spent too fast
 * (SRE workbook, ch. 5, "Multiwindow, Multi-Burn-Rate Alerts"). From what the gateway counts, weighted by requests.
 */
export const prometheusRules: Artifact = {
  path: 'observability/prometheus-rules.yml',
  isDefault: false,
  comment: 'hash',
  draws: ['slos/*/service', 'slos/*/objective', 'slos/policy', 'services/*/name', 'data-flow/*/to'],
  derive: ({ model }) => {
    const all = measuredObjectives(model);
    const measured = all.filter(({ isMeasured }) => isMeasured);
    const policy = model.overview.errorBudgetPolicy?.value;
    const groups: readonly Yaml[] = [
      { name: 'asbuilt-failures', interval: '1m', rules: [sums.requests, sums.failures, ...windowsMs.map(recording)] },
      ...measured.map(
        (objective): Yaml => ({
          name: `asbuilt-slo-${objective.service}`,
          interval: '1m',
          rules: [budgetLeft(objective), ...burnAlerts(objective), spentAlert(objective, policy)],
        }),
      ),
    ];
    return `${unmeasured(all)}${yaml({ groups: measured.length === 0 ? [] : groups })}`;
  },
};

/** Every window that an alert looks at, and the whole period, each once, shortest first. */
const windowsMs = [...new Set([...rates.flatMap(({ shortMs, longMs }) => [shortMs, longMs]), periodMs])].toSorted(
  (one, other) => one - other,
);

function unmeasured(all: readonly Measured[]): string {
  return all
    .filter(({ isMeasured }) => !isMeasured)
    .map(
      ({ service }) =>
        `# ${oneLine(service)}: no call of the request flow leads to it, so no edge counts how it keeps its objective.\n`,
    )
    .join('');
}

function recording(windowMs: number): Yaml {
  return { record: failureRatio(windowMs), expr: failureRatioOf(windowMs) };
}

function of({ service }: Measured, windowMs: number): string {
  return `${failureRatio(windowMs)}{to=${promText(service)}}`;
}

/** What is left of the budget: 1 is all of it, below 0 it is overspent. An objective of 100 % has none. */
function budgetLeft(objective: Measured): Yaml {
  const budget = errorBudget(objective.objective);
  const failed = of(objective, periodMs);
  return {
    record: 'to:asbuilt_error_budget:left_ratio',
    expr: budget > 0 ? `1 - ${failed} / ${burning(1, budget)}` : `${failed} == bool 0`,
    labels: { to: template(objective.service) },
  };
}

/** One alert for each severity that fires when one of its pairs of windows does. A rate that no share of failures reaches is left out. */
function burnAlerts(objective: Measured): readonly Yaml[] {
  const budget = errorBudget(objective.objective);
  return (['page', 'ticket'] as const).flatMap((severity) => {
    const reachable = rates.filter((rate) => rate.severity === severity && rate.factor * budget < 1);
    if (reachable.length === 0) return [];
    const pairs = reachable.map(({ factor, longMs, shortMs }) => {
      const limit = burning(factor, budget);
      return `(${of(objective, longMs)} > ${limit} and ${of(objective, shortMs)} > ${limit})`;
    });
    return [
      {
        alert: 'ErrorBudgetBurns',
        expr: { lines: pairs.map((pair, index) => (index === 0 ? pair : `or ${pair}`)) },
        labels: { severity, service: template(objective.service) },
        annotations: {
          summary: template(`${objective.service} spends its error budget too fast`),
          description: template(descriptionOf(objective, reachable)),
        },
      },
    ];
  });
}

function descriptionOf({ service, objective }: Measured, reachable: readonly BurnRate[]): string {
  const ways = reachable.map(
    ({ budgetShare, longMs }) => `${percent(budgetShare)} of it within ${promDuration(longMs)}`,
  );
  return `${percent(objective)} leave ${service} ${minutes(errorBudgetMinutes(objective))} in ${duration(periodMs)}. At this rate it spends ${ways.join(', or ')}.`;
}

function spentAlert(objective: Measured, policy: string | undefined): Yaml {
  const service = template(objective.service);
  const limit = burning(1, errorBudget(objective.objective));
  return {
    alert: 'ErrorBudgetSpent',
    expr: `${of(objective, periodMs)} > ${limit}`,
    labels: { severity: 'ticket', service },
    annotations: {
      summary: template(`${objective.service} has spent its error budget of ${duration(periodMs)}`),
      description: policy === undefined ? undefined : template(policy),
    },
  };
}

/** Prometheus takes labels and annotations for Go templates: two braces are written by one that prints them. */
function template(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}
