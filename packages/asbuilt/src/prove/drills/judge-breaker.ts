import { type Breaker, known } from '@asbuilt/core/model';
import { mayBe, rangeText } from '../range.ts';
import { timeText } from '../time.ts';
import { notInspected, saw, type Verdict } from '../verdict.ts';
import type { CalledEdge } from './call-edge.ts';
import type { Opening } from './open-breaker.ts';
import { openedFor, type Recovery } from './recover.ts';

/** What an outage showed of the circuit breaker of an edge. */
export interface BreakerSeen {
  readonly edge: CalledEdge;
  readonly opening: Opening;
  /** Absent where it did not open. */
  readonly recovery?: Recovery;
}

/** Holds what was seen against the stated circuit breaker; `mitigations` are the statements that there is one at all. */
export function judgeBreaker(seen: BreakerSeen, breaker: Breaker, mitigations: readonly string[]): readonly Verdict[] {
  const { opening, edge } = seen;
  const name = edge.plan.name;
  const all = statementsOf(breaker);
  switch (opening.kind) {
    case 'got-through':
      return notInspected([...mitigations, ...all], `calls over ${name} succeeded although its callee was to be down`);
    case 'stayed-closed': {
      const failures = `${name} let calls through after ${rangeText(opening.failures)} failures in a row`;
      const opens = [
        ...mitigations,
        ...(breaker.opensAfterFailures === undefined ? [] : [breaker.opensAfterFailures.id]),
      ];
      const rest = all.filter((id) => !opens.includes(id));
      return [
        ...opens.map((id) => saw(id, false, `${failures}.`)),
        ...notInspected(rest, `the circuit breaker of ${name} did not open`),
      ];
    }
    case 'opened': {
      const failures = `The circuit breaker of ${name} opened after ${rangeText(opening.failures)} failures in a row`;
      const stated = known(breaker.opensAfterFailures);
      return [
        ...mitigations.map((id) => saw(id, true, `${failures}.`)),
        ...(breaker.opensAfterFailures === undefined || stated === undefined
          ? []
          : [
              saw(breaker.opensAfterFailures.id, mayBe(opening.failures, stated), `${failures}; stated are ${stated}.`),
            ]),
        ...(seen.recovery === undefined ? [] : judgeRecovery(name, seen.recovery, breaker)),
      ];
    }
  }
}

function judgeRecovery(name: string, recovery: Recovery, breaker: Breaker): readonly Verdict[] {
  const { halfOpenAfterMs, closesAfterSuccesses } = breaker;
  const statedMs = known(halfOpenAfterMs);
  const stated = statedMs === undefined ? '' : `; stated are ${timeText(statedMs)}`;
  if (recovery.kind === 'refused-on') {
    const sentence = `${name} still refused calls ${timeText(recovery.afterMs)} after its circuit breaker opened${stated}.`;
    return [
      ...(halfOpenAfterMs === undefined ? [] : [saw(halfOpenAfterMs.id, false, sentence)]),
      ...notInspected(closesAfterSuccesses === undefined ? [] : [closesAfterSuccesses.id], sentence.slice(0, -1)),
    ];
  }
  const { afterMs, successes } = recovery;
  const sentence = `${name} let a call through ${timeText(afterMs.most)} after its circuit breaker opened${stated}.`;
  const close = known(closesAfterSuccesses);
  return [
    ...(halfOpenAfterMs === undefined || statedMs === undefined
      ? []
      : [saw(halfOpenAfterMs.id, openedFor(afterMs, statedMs), sentence)]),
    ...(closesAfterSuccesses === undefined || close === undefined
      ? []
      : [
          saw(
            closesAfterSuccesses.id,
            successes !== undefined && mayBe(successes, close),
            successes === undefined
              ? `The circuit breaker of ${name} did not close; stated are ${close} successful calls.`
              : `The circuit breaker of ${name} closed after ${rangeText(successes)} successful calls; stated are ${close}.`,
          ),
        ]),
  ];
}

/** The ids of what section 8 says of the breaker. */
export function statementsOf({
  opensAfterFailures,
  halfOpenAfterMs,
  closesAfterSuccesses,
}: Breaker): readonly string[] {
  return [opensAfterFailures, halfOpenAfterMs, closesAfterSuccesses].flatMap((stated) =>
    stated === undefined ? [] : [stated.id],
  );
}
