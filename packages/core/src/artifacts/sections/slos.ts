import { errorBudget, errorBudgetMinutes } from '#derive/error-budget';
import type { Slo } from '#model/index';
import { facts, table } from '../print/markdown.ts';
import { minutes, percent } from '../print/units.ts';
import type { Chapter } from './chapter.ts';

/** The service level objectives with the error budgets that follow from them, and what happens when one is spent. */
export const slos: Chapter = {
  title: 'Service level objectives',
  draws: ['slos/**'],
  blocks: ({ overview }) => [
    ...table(overview.slos, [
      { title: 'Service', cell: ({ service }) => service },
      { title: 'Objective', cell: ({ objective }) => objective && percent(objective.value) },
      { title: 'Error budget', cell: ({ objective }) => objective && percent(errorBudget(objective.value)) },
      {
        title: 'In a 30-day month',
        cell: ({ objective }) => objective && minutes(errorBudgetMinutes(objective.value)),
      },
      { title: 'As the overview states it', cell: stated },
    ]),
    ...facts([['Error budget policy', overview.errorBudgetPolicy]]),
  ],
};

function stated({ statedBudget, statedMinutesPerMonth }: Slo): string | undefined {
  const parts = [
    statedBudget && percent(statedBudget.value),
    statedMinutesPerMonth && minutes(statedMinutesPerMonth.value),
  ];
  return parts.filter((part) => part !== undefined).join(', ') || undefined;
}
