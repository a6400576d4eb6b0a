import { describe, expect, test } from 'vitest';
import { mayChange, mayMove, statuses } from '../../src/policies/status.ts';

describe('an overview moves', () => {
  const allowed = statuses.flatMap((from) =>
    statuses.filter((to) => mayMove(from, to).allowed).map((to) => `${from} → ${to}`),
  );

  test('one step forward, one step back, or not at all', () => {
    expect(allowed).toEqual([
      'draft → draft',
      'draft → in_progress',
      'in_progress → draft',
      'in_progress → in_progress',
      'in_progress → review',
      'review → in_progress',
      'review → review',
      'review → done',
      'done → review',
      'done → done',
    ]);
  });

  test('and a refusal says where it may move', () => {
    expect(mayMove('in_progress', 'done')).toEqual({
      allowed: false,
      reason: 'An overview in in_progress moves one step at a time: to draft or review, not to done.',
    });
  });
});

describe('an overview is changed', () => {
  test('in every status but done', () => {
    expect(statuses.filter((status) => mayChange(status).allowed)).toEqual(['draft', 'in_progress', 'review']);
  });

  test('and a refusal says what to do first', () => {
    expect(mayChange('done')).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('move it back to review first'),
    });
  });
});
