import type { Milliseconds, Stated } from '@asbuilt/core/model';
import { countText } from '../range.ts';
import { notInspected, saw, type Verdict } from '../verdict.ts';
import { retriesIn } from './call-edge.ts';
import type { EdgeAnswer } from './called-edge.ts';

/** How calls went of which some failed at first. */
export interface FlakySeen {
  /** The edge's name. */
  readonly edge: string;
  readonly answers: readonly EdgeAnswer[];
}

/** How a call went of which every try failed. */
export interface FailedSeen {
  readonly edge: string;
  readonly answer: EdgeAnswer;
  readonly timeoutMs?: Milliseconds;
}

/** Holds the statement that calls are tried again against what was seen. */
export function judgeRetry(statement: string, { edge, answers }: FlakySeen): readonly Verdict[] {
  const saved = answers.find(({ well, policy }) => well && retriesIn(policy) > 0);
  if (saved !== undefined)
    return [saw(statement, true, `A call over ${edge} that failed was tried again, and ${saved.outcome}.`)];
  const untried = answers.filter((answer) => !answer.well && retriesIn(answer.policy) === 0 && !isRefused(answer));
  const failed = countText({ least: untried.length, most: untried.length }, 'call');
  // Now and then there may be reason not to: no time, or no budget for more.
  if (untried.length >= 3)
    return [saw(statement, false, `None of ${failed} over ${edge} that failed was tried again.`)];
  return notInspected([statement], `among ${answers.length} calls over ${edge} too few failed to see any tried again`);
}

/** Holds the stated number of tries after the first against what was seen. */
export function judgeRetries({ id, value }: Stated<number>, { edge, answer, timeoutMs }: FailedSeen): Verdict {
  const made = retriesIn(answer.policy);
  const again = countText({ least: made, most: made }, 'time');
  const sentence = `A call over ${edge} of which every try failed was tried again ${again}; stated: ${value}.`;
  if (made < value) {
    const why = cutShortBy(answer, timeoutMs);
    if (why !== undefined) return { kind: 'not-inspected', statement: id, reason: `${why} on ${edge} after ${again}` };
  }
  return saw(id, made === value, sentence);
}

/** What else may have ended the tries. */
function cutShortBy(answer: EdgeAnswer, timeoutMs: Milliseconds | undefined): string | undefined {
  if (isRefused(answer)) return 'the circuit breaker put an end to the tries';
  if (/\bretry-budget=spent\b/.test(answer.policy)) return 'the budget for retries put an end to the tries';
  // A pause that would end too late is not begun.
  return timeoutMs !== undefined && answer.elapsedMs > timeoutMs / 2
    ? 'the timeout put an end to the tries'
    : undefined;
}

/** Whether the circuit breaker put an end to a call. */
export function isRefused({ policy }: EdgeAnswer): boolean {
  return /\bbreaker=open\b/.test(policy);
}
