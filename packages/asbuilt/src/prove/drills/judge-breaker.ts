import type { Breaker, Stated } from '@asbuilt/core/model';
import { countText, mayBe } from '../range.ts';
import { timeText } from '../time.ts';
import { notInspected, saw, type Verdict } from '../verdict.ts';
import type { Opening } from './open-breaker.ts';
import { openedFor, type Recovery } from './recover.ts';

/** What an outage showed of the circuit breaker of an edge. */
export interface BreakerSeen {
  /** The edge's name. */
  readonly edge: string;
  readonly opening: Opening;
  /** Absent where it did not open. */
  readonly recovery?: Recovery;
}

/** Holds what was seen against the stated circuit breaker; `mitigations` are the statements that there is one at all. */
export function judgeBreaker(seen: BreakerSeen, breaker: Breaker, mitigations: readonly string[]): readonly Verdict[] {
  const { opening, edge, recovery } = seen;
  const { opensAfterFailures, halfOpenAfterMs, closesAfterSuccesses } = breaker;
  switch (opening.kind) {
    case 'got-through': {
      const reason = `calls over ${edge} succeeded although its callee was to be down`;
      return notInspected([...mitigations, ...statementsOf(breaker)], reason);
    }
    case 'stayed-closed': {
      const sentence = `${edge} let calls through after ${countText(opening.failures, 'failure')} in a row.`;
      const broken = [...mitigations, ...idsOf(opensAfterFailures)].map((id) => saw(id, false, sentence));
      const unseen = [...idsOf(halfOpenAfterMs), ...idsOf(closesAfterSuccesses)];
      return [...broken, ...notInspected(unseen, `the circuit breaker of ${edge} did not open`)];
    }
    case 'opened': {
      const sentence = `The circuit breaker of ${edge} opened after ${countText(opening.failures, 'failure')} in a row`;
      return [
        ...mitigations.map((id) => saw(id, true, `${sentence}.`)),
        ...judge(opensAfterFailures, String, (stated) => [mayBe(opening.failures, stated), sentence]),
        ...(recovery === undefined ? [] : judgeRecovery(edge, recovery, breaker)),
      ];
    }
  }
}

function judgeRecovery(edge: string, recovery: Recovery, breaker: Breaker): readonly Verdict[] {
  const { halfOpenAfterMs, closesAfterSuccesses } = breaker;
  if (recovery.kind === 'refused-on') {
    const sentence = `${edge} still refused calls ${timeText(recovery.afterMs)} after its circuit breaker opened`;
    return [
      ...judge(halfOpenAfterMs, timeText, () => [false, sentence]),
      ...notInspected(idsOf(closesAfterSuccesses), `the circuit breaker of ${edge} let no call through in time`),
    ];
  }
  const { afterMs, successes } = recovery;
  const through = `${edge} let a call through ${timeText(afterMs.most)} after its circuit breaker opened`;
  const closed =
    successes === undefined
      ? `The circuit breaker of ${edge} did not close`
      : `The circuit breaker of ${edge} closed after ${countText(successes, 'successful call')}`;
  return [
    ...judge(halfOpenAfterMs, timeText, (stated) => [openedFor(afterMs, stated), through]),
    ...judge(closesAfterSuccesses, String, (stated) => [successes !== undefined && mayBe(successes, stated), closed]),
  ];
}

/** A verdict on a stated number, where there is one: whether it held, and what was seen. */
function judge(
  stated: Stated<number> | undefined,
  print: (value: number) => string,
  look: (value: number) => readonly [held: boolean, seen: string],
): readonly Verdict[] {
  if (stated === undefined) return [];
  const [held, seen] = look(stated.value);
  return [saw(stated.id, held, `${seen}; stated: ${print(stated.value)}.`)];
}

/** The ids of what section 8 says of the breaker. */
export function statementsOf({
  opensAfterFailures,
  halfOpenAfterMs,
  closesAfterSuccesses,
}: Breaker): readonly string[] {
  return [opensAfterFailures, halfOpenAfterMs, closesAfterSuccesses].flatMap(idsOf);
}

function idsOf(stated: Stated<number> | undefined): readonly string[] {
  return stated === undefined ? [] : [stated.id];
}
