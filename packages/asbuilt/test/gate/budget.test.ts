import { link, read } from '@asbuilt/core/overview';
import { describe, expect, it } from 'vitest';
import { type Budget, budgetsOf } from '../../src/gate/budget.ts';
import { objectives } from './recorded.ts';

const days30Ms = 30 * 24 * 60 * 60_000;

function budgets(good: number, bad: number): readonly Budget[] {
  const draft = read(objectives);
  const totalsOf = (service: string): { good: number; bad: number } =>
    service === 'Store' ? { good, bad } : { good: 0, bad: 0 };
  return budgetsOf(draft, link(draft), totalsOf, days30Ms);
}

function textAt(budget: Budget | undefined): string {
  return objectives.slice(budget?.span.from, budget?.span.to);
}

describe('the error budgets of an overview', () => {
  it('are those of its rows, each by the name that the ledger counts', () => {
    expect(budgets(1, 0).map(({ service, state }) => `${service} ${state}`)).toEqual([
      'Desk unrecorded',
      'Store within',
      'Mail undecided',
    ]);
  });

  it('stand where the document states the objective', () => {
    const [desk, , mail] = budgets(0, 0);
    expect(textAt(desk)).toBe('99%');
    expect(textAt(mail)).toBe('[objective]');
  });

  it('leave as much of the time as of the requests', () => {
    const [, store] = budgets(1_999, 1);
    expect(store).toMatchObject({ state: 'within', use: { requests: 2_000, allowed: 2, used: 0.5 } });
    expect(store?.state === 'within' ? store.leftMs / 60_000 : undefined).toBeCloseTo(21.6, 6);
  });

  it('leave nothing, and not less, once they are spent', () => {
    expect(budgets(997, 3)[1]).toMatchObject({ state: 'spent', leftMs: 0 });
    expect(budgets(0, 3)[1]).toMatchObject({ state: 'spent', leftMs: 0 });
  });

  it('are not spent as long as the objective is just met', () => {
    expect(budgets(999, 1)[1]).toMatchObject({ state: 'within', leftMs: 0 });
  });
});
