import type { Stated } from '@asbuilt/core/model';
import { describe, expect, it } from 'vitest';
import type { EdgeAnswer } from '#prove/drills/called-edge';
import { judgeTimeout } from '#prove/drills/judge-timeout';

const timeout: Stated<number> = { id: 'timeout', value: 300, span: { from: 0, to: 1 }, notation: 'duration' };
const refused: EdgeAnswer = {
  well: false,
  waiting: false,
  elapsedMs: 310,
  outcome: 'answered 504',
  failures: { least: 1, most: 1 },
  bytes: 0,
  policy: '',
};

function judged(answer: Partial<EdgeAnswer>, lateMs = 5): ReturnType<typeof judgeTimeout> {
  return judgeTimeout({ edge: 'Web → API', answer: { ...refused, ...answer }, lateMs }, timeout);
}

describe('judgeTimeout', () => {
  it('holds a time against the stated one', () => {
    expect(judged({})).toMatchObject({
      kind: 'held',
      seen: 'A call over Web → API to a silent callee answered 504 after 310 ms; stated: 300 ms.',
    });
    expect(judged({ elapsedMs: 150 })).toMatchObject({ kind: 'broken' });
    expect(judged({ elapsedMs: 700 })).toMatchObject({ kind: 'broken' });
    expect(judged({ elapsedMs: 1_400, waiting: true, outcome: 'had not answered' })).toMatchObject({ kind: 'broken' });
  });

  it('says that it could not tell where the machine was late by more than the statement allows', () => {
    expect(judged({ elapsedMs: 700 }, 160)).toEqual({
      kind: 'not-inspected',
      statement: 'timeout',
      reason:
        'this machine was up to 160 ms late meanwhile, and it may differ by 100 ms. A call over Web → API to a silent callee answered 504 after 700 ms; stated: 300 ms',
    });
    expect(judged({ elapsedMs: 3_000 }, 160)).toMatchObject({ kind: 'broken' });
  });

  it('has seen nothing where the callee answered after all', () => {
    expect(judged({ well: true })).toMatchObject({ kind: 'not-inspected' });
  });
});
