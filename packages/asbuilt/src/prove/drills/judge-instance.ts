import type { Failure, Milliseconds, Stated } from '@asbuilt/core/model';
import { timeText } from '../time.ts';
import { notInspected, saw, type Verdict } from '../verdict.ts';
import type { EdgeAnswer } from './called-edge.ts';
import { mitigationsOf } from './dependency.ts';
import { judgeTimeout } from './judge-timeout.ts';

/** What was seen while an instance was killed and started again. */
export interface KillSeen {
  /** `API#1` */
  readonly instance: string;
  /** Over the edges that speak HTTP and do more than watch. */
  readonly answers: readonly EdgeAnswer[];
  readonly backAfterMs?: Milliseconds;
  readonly withinMs: Milliseconds;
}

/** What was seen while an instance stood still. */
export interface StandstillSeen {
  readonly calls: readonly { readonly edge: string; readonly answer: EdgeAnswer }[];
  /** By how much the machine was late meanwhile. */
  readonly lateMs: Milliseconds;
}

/** Holds what the row says against what was seen: a killed instance comes back, and others are called meanwhile. */
export function judgeKill(
  failure: Failure,
  { instance, answers, backAfterMs, withinMs }: KillSeen,
): readonly Verdict[] {
  const back =
    backAfterMs === undefined
      ? `${instance} was killed, and got no calls again within ${timeText(withinMs)}.`
      : `${instance} was killed, and got calls again after ${timeText(backAfterMs)}.`;
  const restarts = mitigationsOf(failure, 'restart').map((id) => saw(id, backAfterMs !== undefined, back));
  const others = mitigationsOf(failure, 'next-instance');
  // What had begun when its instance died can be answered by no other.
  const [error] = answers.filter(({ status = 0 }) => status >= 500);
  if (answers.length === 0)
    return [...restarts, ...notInspected(others, 'no edge over which it is called speaks HTTP')];
  const all = `${answers.length} calls while ${instance} was killed`;
  const seen = error === undefined ? `Each of ${all} was answered.` : `Of ${all}, one ${error.outcome}.`;
  return [...restarts, ...others.map((id) => saw(id, error === undefined, seen))];
}

/**
 * Holds what the row says against what was seen: who called the one that stood still gave up in time, and the others answered.
 *
 * @param timeoutMs the row's timeout, if that is the one that strikes
 */
export function judgeStandstill(
  failure: Failure,
  { calls, lateMs }: StandstillSeen,
  timeoutMs: Stated<Milliseconds> | undefined,
): readonly Verdict[] {
  const given = timeoutMs === undefined ? [] : calls.filter(({ answer }) => answer.waiting || answer.status === 504);
  const timeouts = timeoutMs === undefined ? [] : given.map((call) => judgeTimeout({ ...call, lateMs }, timeoutMs));
  if (calls.length < 2 || calls.some(({ answer }) => answer.well)) return timeouts;
  const sentence = `While one instance stood still, none of ${calls.length} calls that came together was answered by another.`;
  return [...timeouts, ...mitigationsOf(failure, 'next-instance').map((id) => saw(id, false, sentence))];
}
