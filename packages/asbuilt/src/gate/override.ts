import type { Milliseconds, Ratio } from '@asbuilt/core/model';
import { z } from 'zod';
import type { Budget } from './budget.ts';

const spentBudget = z.object({ service: z.string(), objective: z.number(), requests: z.number(), bad: z.number() });

const overrideLine = z.object({
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  by: z.string(),
  reason: z.string(),
  overview: z.string(),
  windowMs: z.number(),
  spent: z.array(spentBudget).readonly(),
});

/** Somebody let a change through although a budget was spent: a line of `overrides.jsonl` beside the ledger. */
export interface Override {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** How long the gate stays open for it, ISO 8601, UTC; the same as `at` where it was for that time alone. */
  readonly until: string;
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

/** What the file's text says; `line`, 1-based, where it is none. A last line without its end was torn by a crash. */
export function parseOverrides(text: string): readonly Override[] | { readonly line: number } {
  const lines = text.split('\n').slice(0, -1);
  const found: Override[] = [];
  for (const [index, line] of lines.entries()) {
    const override = overrideLine.safeParse(jsonOf(line));
    if (!override.success) return { line: index + 1 };
    found.push(override.data);
  }
  return found;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The caller says which line of which file this was.
    return undefined;
  }
}

/** The override that still holds for all budgets that are spent, the latest first; one for fewer of them does not. */
export function standing(
  overrides: readonly Override[],
  budgets: readonly Budget[],
  overview: string,
  now: Milliseconds,
): Override | undefined {
  return overrides.findLast((override) => {
    const covered = new Set(override.spent.map(({ service }) => service));
    const isItsOwn = override.overview === overview && Date.parse(override.until) > now;
    return isItsOwn && spentOf(budgets).every(({ service }) => covered.has(service));
  });
}
