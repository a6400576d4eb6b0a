import { describe, expect, it } from 'vitest';
import { check, rules } from '../../src/check/index.ts';
import { type Surroundings, subjectOf } from './subject.ts';

const costs = (before: string, behind = ''): string => `## 11. Cost

${before}
| Service | Tier | Cost |
|---------|------|------|
| API | small | $40/month |
| **Total** | | $100/month ${behind} |

Prices are those of this year.
`;

const found = (text: string, surroundings: Surroundings = {}): string[] =>
  check(subjectOf(text, surroundings))
    .filter(({ rule }) => ['costs-add-up', 'exceptions-are-needed', 'profile-is-valid'].includes(rule))
    .map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);

const broken = 'error costs-add-up: The total says $100/month, but its rows come to $40/month';

describe('an exception', () => {
  it('silences its rule in the block below it, and on its own line', () => {
    expect(found(costs(''))).toEqual([broken]);
    expect(found(costs('<!-- asbuilt-ignore costs-add-up: support is in it -->'))).toEqual([]);
    expect(found(costs('', '<!-- asbuilt-ignore costs-add-up: support is in it -->'))).toEqual([]);
  });

  it('reaches no further than the block', () => {
    const text = costs('<!-- asbuilt-ignore costs-add-up: no reach -->\nSome words.\n');
    expect(found(text)).toEqual([
      'warning exceptions-are-needed: Nothing here breaks costs-add-up, so there is nothing to except',
      broken,
    ]);
  });

  it('counts for nothing without a reason or with a name that is no rule', () => {
    expect(found(costs('<!-- asbuilt-ignore costs-add-up -->'))).toEqual([
      'error exceptions-are-needed: The exception from costs-add-up gives no reason',
      broken,
    ]);
    expect(found(costs('<!-- asbuilt-ignore cost-adds-up: support is in it -->'))).toEqual([
      'error exceptions-are-needed: No rule is called cost-adds-up',
      broken,
    ]);
  });

  it('is not called unneeded when its rule was not checked', () => {
    const subject = subjectOf(costs('<!-- asbuilt-ignore costs-add-up: support is in it -->'));
    const using = rules.filter(({ name }) => name === 'flows-return');
    expect(check(subject, using, rules).map(({ rule }) => rule)).not.toContain('exceptions-are-needed');
  });

  it('is a value of no section and no prose', () => {
    const { draft } = subjectOf(costs('<!-- asbuilt-ignore costs-add-up: support is in it -->'));
    expect(draft.prose.map(({ text }) => text)).not.toContainEqual(expect.stringContaining('asbuilt-ignore'));
  });
});

describe('the levels in the profile', () => {
  it('turn a rule off, or change what its findings count as', () => {
    expect(found(costs(''), { profile: 'rules:\n  costs-add-up: off\n' })).toEqual([]);
    expect(found(costs(''), { profile: 'rules:\n  costs-add-up: info\n' })).toEqual([broken.replace('error', 'info')]);
  });

  it('are levels of rules that exist', () => {
    expect(found('', { profile: 'rules:\n  cost-adds-up: off\n  flows-return: never\n' })).toEqual([
      'error profile-is-valid: rules names cost-adds-up, but no rule is called that',
      'error profile-is-valid: rules.flows-return is not a level',
    ]);
  });
});
