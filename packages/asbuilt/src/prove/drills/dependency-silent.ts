import { timeoutsByName } from '@asbuilt/core/derive';
import type { Milliseconds, Stated } from '@asbuilt/core/model';
import type { Inspection, Subject } from '../inspection.ts';
import { timed } from '../lateness.ts';
import { patienceFor, punctuality, timeText } from '../time.ts';
import { notInspected, type Verdict } from '../verdict.ts';
import { callEdge } from './call-edge.ts';
import type { CalledEdge, EdgeAnswer } from './called-edge.ts';
import { type Dependency, drillRows } from './dependency.ts';
import { judgeTimeout, type SilenceSeen } from './judge-timeout.ts';
import { letRecover, troubleBefore } from './steady-state.ts';
import { slackMs, withFault } from './with-fault.ts';

/** Section 8, column Timeout: a caller gives up on a service that does not answer after the stated time, neither later nor earlier. */
export const dependencySilent: Inspection = {
  name: 'dependency-silent',
  inspect: (subject) =>
    drillRows(subject, {
      looksAt: ({ timeoutMs }) => (timeoutMs === undefined ? [] : [timeoutMs.id]),
      drill: async (dependency) => {
        const timeout = dependency.failure.timeoutMs;
        return timeout === undefined ? [] : drill(dependency, timeout, subject);
      },
    }),
};

/** How often one looks where the machine was too busy to tell. */
const mostLooks = 3;

async function drill(
  dependency: Dependency,
  timeout: Stated<Milliseconds>,
  subject: Subject,
): Promise<readonly Verdict[]> {
  for (let looks = 1; ; looks += 1) {
    const hindrance = hindranceOf(timeout, dependency, subject) ?? (await troubleBefore(dependency, subject));
    if (hindrance !== undefined) return notInspected([timeout.id], hindrance);
    const seen = await look(dependency, timeout, subject);
    const verdicts = seen.map((each) => judgeTimeout(each, timeout));
    if (looks === mostLooks || !seen.some((each) => isTooLateToTell(each, timeout))) return verdicts;
    subject.say('This machine is too busy to tell; looking again');
  }
}

/** Why the timeout cannot be seen from outside. */
function hindranceOf(timeout: Stated<Milliseconds>, { service }: Dependency, { model }: Subject): string | undefined {
  const strikes = timeoutsByName(model).get(service);
  return strikes?.id === timeout.id ? undefined : `another row gives ${service} less time, and strikes first`;
}

async function look(
  { service, control, edges }: Dependency,
  { value }: Stated<Milliseconds>,
  { say, signal }: Subject,
): Promise<readonly SilenceSeen[]> {
  const limitMs = patienceFor(value);
  say(`${service} does not answer; its callers should give up after ${timeText(value)}`);
  const fault = { service, effect: { kind: 'black-hole' }, forMs: limitMs + slackMs } as const;
  // The gateway takes a connection at once; until the limit it may find out that the callee does not.
  const call = (edge: CalledEdge): Promise<EdgeAnswer> =>
    callEdge(edge, { limitMs, standsAfterMs: 2 * limitMs, signal });
  const { result, lateMs } = await withFault(control, fault, () => timed(control, () => Promise.all(edges.map(call))));
  await Promise.all(edges.map((edge) => letRecover(edge, signal)));
  return result.map((answer, index) => ({ edge: edges[index]?.plan.name ?? '', answer, lateMs }));
}

function isTooLateToTell({ answer, lateMs }: SilenceSeen, { value }: Stated<Milliseconds>): boolean {
  return !answer.well && punctuality(answer.elapsedMs, value, lateMs) === 'unknown';
}
