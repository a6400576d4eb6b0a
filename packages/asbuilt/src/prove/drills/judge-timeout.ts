import type { Milliseconds, Stated } from '@asbuilt/core/model';
import { punctuality, timeText, toleranceOf } from '../time.ts';
import { saw, type Verdict } from '../verdict.ts';
import type { EdgeAnswer } from './called-edge.ts';

/** How a call to a callee went that did not answer. */
export interface SilenceSeen {
  /** The edge's name. */
  readonly edge: string;
  readonly answer: EdgeAnswer;
  /** By how much the machine was late meanwhile. */
  readonly lateMs: Milliseconds;
}

/** Holds what was seen against the stated time. */
export function judgeTimeout({ edge, answer, lateMs }: SilenceSeen, { id, value }: Stated<Milliseconds>): Verdict {
  const { elapsedMs, outcome, waiting, well } = answer;
  if (well) return notSeen(id, `calls over ${edge} were answered although their callee was to be silent`);
  const sentence = `A call over ${edge} to a silent callee ${outcome} after ${timeText(elapsedMs)}; stated: ${timeText(value)}.`;
  switch (punctuality(elapsedMs, value, lateMs)) {
    case 'in-time':
      return saw(id, !waiting, sentence);
    case 'early':
    case 'late':
      return saw(id, false, sentence);
    case 'unknown':
      return notSeen(id, tooLate(lateMs, value, sentence));
  }
}

function notSeen(statement: string, reason: string): Verdict {
  return { kind: 'not-inspected', statement, reason };
}

/** Why a time is not judged that differs from the stated one by more than it may. */
function tooLate(lateMs: Milliseconds, statedMs: Milliseconds, sentence: string): string {
  const allowed = `it may differ by ${timeText(toleranceOf(statedMs))}`;
  return `this machine was up to ${timeText(lateMs)} late meanwhile, and ${allowed}. ${sentence.replace(/\.$/, '')}`;
}
