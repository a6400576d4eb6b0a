import type { Artifact } from './artifact.ts';
import { systemName } from './diagram/classify.ts';
import { timeBudget } from './diagram/time-budget.ts';
import { budgetPicture } from './svg/budget-picture.ts';
import { svg } from './svg/picture.ts';

/** diagrams/time-budget.svg: what each call of the request flow may take, in the time that its caller has. */
export const timeBudgetPicture: Artifact = {
  path: 'diagrams/time-budget.svg',
  isDefault: false,
  comment: 'svg',
  draws: [
    'context-capsule/project',
    'data-flow/*/from',
    'data-flow/*/to',
    'failure-modes/*/scenario',
    'failure-modes/*/service',
    'failure-modes/*/timeout',
  ],
  derive: ({ model }) => svg(budgetPicture(systemName(model), timeBudget(model))),
};
