import { nameOf } from '#derive/by-name';
import { errorBudgetMinutes } from '#derive/error-budget';
import type { HorizontalScaling, Model, Slo } from '#model/index';
import type { Report, Rule } from '../rule.ts';
import { minutes, percent, quoted } from '../say.ts';

/** Sections 9 and 11b: how many instances there are, at least and at most. */
export const instancesHaveBounds: Rule = {
  name: 'instances-have-bounds',
  sentence: 'The number of instances has bounds, in their order, and more than one where an objective needs it',
  severity: 'warning',
  holds: [
    'scaling/horizontal/*/min',
    'scaling/horizontal/*/max',
    'scaling/horizontal/*/unbounded',
    'scaling/horizontal/*/read-replicas',
  ],
  check({ model }, report) {
    const promised = objectives(model);
    for (const row of model.overview.scaling.horizontal) {
      checkOrder(row, report);
      checkUnbounded(row, report);
      const slo = promised.get(nameOf(model, row.service));
      if (slo !== undefined) checkSingle(row, slo, report);
    }
  },
};

/** From here on the budget of a month is shorter than an hour: too short for somebody to come and mend a single instance. */
const demanding = 0.999;

function objectives(model: Model): ReadonlyMap<string, Slo> {
  return new Map(model.overview.slos.map((slo) => [nameOf(model, slo.service), slo]));
}

function checkOrder({ service, minInstances: min, maxInstances: max }: HorizontalScaling, report: Report): void {
  if (min === undefined || max === undefined || min.value <= max.value) return;
  report({
    severity: 'error',
    message: `${quoted(service.value)} is to have at least ${min.value} and at most ${max.value} instances, which no number is`,
    span: { from: min.span.from, to: max.span.to },
    help: `Write ${max.value}–${min.value}, if the two are only in the wrong order.`,
    repairs: [
      {
        title: `Write ${max.value}–${min.value}`,
        edits: [
          { span: min.span, text: String(max.value) },
          { span: max.span, text: String(min.value) },
        ],
        safe: false,
      },
    ],
  });
}

function checkUnbounded({ service, unbounded }: HorizontalScaling, report: Report): void {
  if (unbounded === undefined) return;
  const name = quoted(service.value);
  report({
    severity: 'info',
    message: `${name} may have any number of instances, so nothing bounds what it costs, nor the load that it passes on to what it calls`,
    span: unbounded.span,
    help: `State a number that you would still pay for, e.g. "${name}: 1–20 instances".`,
  });
}

function checkSingle({ service, maxInstances: max, readReplicas }: HorizontalScaling, slo: Slo, report: Report): void {
  const { objective } = slo;
  if (objective === undefined || objective.value < demanding || max?.value !== 1 || readReplicas !== undefined) return;
  report({
    message: `${quoted(service.value)} has one instance, so every release, restart and crash is an outage; ${percent(objective.value)} leaves ${minutes(errorBudgetMinutes(objective.value))} for all of them`,
    span: max.span,
    notes: [{ message: `It promises ${percent(objective.value)}`, span: objective.span }],
    help: `Plan at least 2 instances, one of which serves while the other is replaced, or promise less.`,
  });
}
