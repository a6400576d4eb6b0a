import type { Milliseconds, Ratio } from '@asbuilt/core/model';
import type { Budget } from './budget.ts';

/** Somebody let a change through although a budget was spent: a line of `overrides.jsonl` beside the ledger. */
export interface Override {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  /** The overview whose budgets were spent. */
  readonly overview: string;
  readonly windowMs: Milliseconds;
  readonly spent: readonly SpentBudget[];
}

interface SpentBudget {
  readonly service: string;
  readonly objective: Ratio;
  readonly requests: number;
  readonly bad: number;
}

/** The budgets that are spent, as an override records them. */
export function spentOf(budgets: readonly Budget[]): readonly SpentBudget[] {
  return budgets.flatMap((budget) => {
    if (budget.state !== 'spent') return [];
    const { service, objective, use } = budget;
    return [{ service, objective, requests: use.requests, bad: use.bad }];
  });
}

/** One line of the file. */
export function printOverride(override: Override): string {
  return `${JSON.stringify(override)}\n`;
}
