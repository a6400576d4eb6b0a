import type { Failure } from '@asbuilt/core/model';
import { link, read } from '@asbuilt/core/overview';
import { describe, expect, it } from 'vitest';
import type { EdgeAnswer } from '#prove/drills/called-edge';
import { judgeKill, judgeStandstill } from '#prove/drills/judge-instance';
import type { Verdict } from '#prove/verdict';

function row(): Failure {
  const [failure] = link(
    read(`# O

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| API down | High | Restart, next instance | 1s |
`),
  ).overview.failures;
  if (failure === undefined) throw new Error('the row is not read');
  return failure;
}

const failure = row();

function answer(status: number, elapsedMs = 5): EdgeAnswer {
  const failures = { least: 0, most: 1 };
  return {
    well: status === 200,
    waiting: false,
    elapsedMs,
    outcome: `answered ${status}`,
    failures,
    bytes: 2,
    policy: '',
    status,
  };
}

const inShort = (verdicts: readonly Verdict[]): string =>
  verdicts.map(({ statement, kind }) => `${statement.slice('failure-modes/api-down/'.length)} ${kind}`).join(', ');

/** What is said of calls that came together while an instance stood still. */
function seen(...answers: readonly EdgeAnswer[]): string {
  const calls = answers.map((each) => ({ edge: 'Web → API', answer: each }));
  return inShort(judgeStandstill(failure, { calls, lateMs: 5 }, failure.timeoutMs));
}

describe('judgeKill', () => {
  const killed = { instance: 'API#1', withinMs: 60_000 };

  it('wants it back, and each call answered meanwhile', () => {
    const verdicts = judgeKill(failure, { ...killed, answers: [answer(200), answer(404)], backAfterMs: 900 });
    expect(inShort(verdicts)).toBe('mitigation/1 held, mitigation/2 held');
    expect(verdicts[0]).toMatchObject({ seen: 'API#1 was killed, and got calls again after 900 ms.' });
  });

  it('says which did not hold', () => {
    expect(inShort(judgeKill(failure, { ...killed, answers: [answer(200), answer(502)] }))).toBe(
      'mitigation/1 broken, mitigation/2 broken',
    );
    const verdicts = judgeKill(failure, { ...killed, answers: [answer(200), answer(502)], backAfterMs: 900 });
    expect(verdicts[1]).toMatchObject({ seen: 'Of 2 calls while API#1 was killed, one answered 502.' });
    expect(inShort(judgeKill(failure, { ...killed, answers: [], backAfterMs: 900 }))).toBe(
      'mitigation/1 held, mitigation/2 not-inspected',
    );
  });
});

describe('judgeStandstill', () => {
  it('wants who called it to give up in time', () => {
    expect(seen(answer(200), answer(504, 1_010))).toBe('timeout held');
    expect(seen(answer(200), answer(504, 1_500))).toBe('timeout broken');
    expect(seen(answer(200), answer(200))).toBe('');
  });

  it('wants others to answer', () => {
    expect(seen(answer(504, 1_010), answer(504, 1_010))).toBe('timeout held, timeout held, mitigation/2 broken');
  });
});
