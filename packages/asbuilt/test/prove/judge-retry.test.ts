import type { Stated } from '@asbuilt/core/model';
import { describe, expect, it } from 'vitest';
import type { EdgeAnswer } from '#prove/drills/called-edge';
import { judgeRetries, judgeRetry } from '#prove/drills/judge-retry';

function answer(status: number, policy: string, elapsedMs = 20): EdgeAnswer {
  const well = status === 200;
  const failures = well ? { least: 0, most: 0 } : { least: 1, most: 1 };
  return { well, waiting: false, elapsedMs, outcome: `answered ${status}`, failures, bytes: 2, policy, status };
}

/** What is said of a mitigation by how calls went. */
function judged(...answers: readonly EdgeAnswer[]): unknown {
  return judgeRetry('retry', { edge: 'Web → API', answers })[0];
}

describe('judgeRetry', () => {
  it('has seen it hold once a call was made again and went well', () => {
    expect(judged(answer(503, 'fault=status'), answer(200, 'fault=status, retry=1'))).toMatchObject({
      kind: 'held',
      seen: 'A call over Web → API that failed was tried again, and answered 200.',
    });
  });

  it('has seen it broken where calls failed and none was made again', () => {
    const failed = answer(503, 'fault=status');
    expect(judged(failed, answer(200, ''), failed, failed)).toMatchObject({
      kind: 'broken',
      seen: 'None of 3 calls over Web → API that failed was tried again.',
    });
  });

  it('is no judge where too few failed, or the circuit breaker let none through', () => {
    const refused = answer(503, 'breaker=open');
    expect(judged(answer(200, ''), answer(503, ''))).toMatchObject({ kind: 'not-inspected' });
    expect(judged(refused, refused, refused, refused)).toMatchObject({ kind: 'not-inspected' });
  });
});

describe('judgeRetries', () => {
  const twice: Stated<number> = { id: 'retries', value: 2, span: { from: 0, to: 1 }, notation: 'count' };
  const made = (policy: string, elapsedMs?: number): unknown =>
    judgeRetries(twice, { edge: 'Web → API', answer: answer(503, policy, elapsedMs), timeoutMs: 1_000 });

  it('holds the stated number against the one that was made', () => {
    expect(made('fault=status, retry=2')).toMatchObject({ kind: 'held' });
    expect(made('fault=status, retry=3')).toMatchObject({ kind: 'broken' });
    expect(made('fault=status, retry=1')).toMatchObject({
      kind: 'broken',
      seen: 'A call over Web → API of which every try failed was tried again 1 time; stated: 2.',
    });
  });

  it('is no judge where something else put an end to it', () => {
    expect(made('retry=1, breaker=open')).toMatchObject({ kind: 'not-inspected' });
    expect(made('retry=1, retry-budget=spent')).toMatchObject({ kind: 'not-inspected' });
    expect(made('retry=1', 900)).toMatchObject({ kind: 'not-inspected' });
  });
});
