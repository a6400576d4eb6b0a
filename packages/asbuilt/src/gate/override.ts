import type { Milliseconds, Ratio } from '@asbuilt/core/model';
import { isRecord } from '#files/is-record';
import type { Budget } from './budget.ts';

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
    const override = jsonOf(line);
    if (!isOverride(override)) return { line: index + 1 };
    found.push(override);
  }
  return found;
}

function isOverride(value: unknown): value is Override {
  if (!isRecord(value)) return false;
  const { at, until, by, reason, overview, windowMs, spent } = value;
  const isSaid = [by, reason, overview].every((each) => typeof each === 'string') && typeof windowMs === 'number';
  return isSaid && isMoment(at) && isMoment(until) && Array.isArray(spent) && spent.every(isSpentBudget);
}

function isMoment(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*Z$/.test(value) && !Number.isNaN(Date.parse(value));
}

function isSpentBudget(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { service, objective, requests, bad } = value;
  return typeof service === 'string' && [objective, requests, bad].every((each) => typeof each === 'number');
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
