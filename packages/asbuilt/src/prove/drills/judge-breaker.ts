import type { Breaker, Stated } from '@asbuilt/core/model';
import { countText, mayBe, type Range } from '../range.ts';
import { timeText } from '../time.ts';
import { notInspected, saw, type Verdict } from '../verdict.ts';
import type { Opening } from './open-breaker.ts';
import { wayText } from './outage.ts';
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
      const sentence = `${edge} let calls through after ${failuresText(opening)}.`;
      const broken = [...mitigations, ...idsOf(opensAfterFailures)].map((id) => saw(id, false, sentence));
      const unseen = [...idsOf(halfOpenAfterMs), ...idsOf(closesAfterSuccesses)];
      return [...broken, ...notInspected(unseen, `the circuit breaker of ${edge} did not open`)];
    }
    case 'opened': {
      const sentence = `The circuit breaker of ${edge} opened after ${failuresText(opening)}`;
      return [
        ...mitigations.map((id) => saw(id, true, `${sentence}.`)),
        ...judge(opensAfterFailures, String, (stated) => [mayBe(opening.failures, stated), sentence]),
        ...(recovery === undefined ? [] : judgeRecovery(edge, recovery, breaker)),
      ];
    }
  }
}

/** `4 failures in a row (broken off, 503, reset)` */
function failuresText({ failures, ways }: Extract<Opening, { kind: 'opened' | 'stayed-closed' }>): string {
  const how = ways.length > 1 ? ` (${ways.map(wayText).join(', ')})` : '';
  return `${countText(failures, 'failure')} in a row${how}`;
}

function judgeRecovery(
  edge: string,
  recovery: Recovery,
  { halfOpenAfterMs, closesAfterSuccesses }: Breaker,
): readonly Verdict[] {
  switch (recovery.kind) {
    case 'refused-on': {
      const sentence = `${edge} still refused calls ${timeText(recovery.afterMs)} after its circuit breaker opened`;
      return [
        ...judge(halfOpenAfterMs, timeText, () => [false, sentence]),
        ...notInspected(idsOf(closesAfterSuccesses), `the circuit breaker of ${edge} let no call through in time`),
      ];
    }
    case 'taken': {
      const reason = `the trials that the circuit breaker of ${edge} let through were made by others`;
      return notInspected([...idsOf(halfOpenAfterMs), ...idsOf(closesAfterSuccesses)], reason);
    }
    case 'let-through':
      return [
        ...judgeHalfOpen(edge, recovery.afterMs, halfOpenAfterMs),
        ...judge(closesAfterSuccesses, String, (stated) => judgeClosing(edge, recovery.successes, stated)),
      ];
  }
}

function judgeHalfOpen(edge: string, afterMs: Range, stated: Stated<number> | undefined): readonly Verdict[] {
  if (stated === undefined) return [];
  const after = openedFor(afterMs, stated.value);
  if (after === 'unknown') {
    const between = `between ${timeText(afterMs.least)} and ${timeText(afterMs.most)}`;
    const reason = `this machine was too busy to see more than that ${edge} let a call through ${between} after its circuit breaker opened`;
    return notInspected([stated.id], reason);
  }
  const through = `${edge} let a call through ${timeText(afterMs.most)} after its circuit breaker opened`;
  return judge(stated, timeText, () => [after === 'held', through]);
}

function judgeClosing(edge: string, successes: Range | undefined, stated: number): readonly [boolean, string] {
  return successes === undefined
    ? [false, `The circuit breaker of ${edge} did not close`]
    : [
        mayBe(successes, stated),
        `The circuit breaker of ${edge} closed after ${countText(successes, 'successful call')}`,
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
