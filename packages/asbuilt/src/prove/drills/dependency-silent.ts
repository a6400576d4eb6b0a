import { timeoutsByName } from '@asbuilt/core/derive';
import type { Milliseconds, Stated } from '@asbuilt/core/model';
import type { Inspection, Subject } from '../inspection.ts';
import { marginOf, timeText } from '../time.ts';
import { notInspected, saw, type Verdict } from '../verdict.ts';
import { callEdge } from './call-edge.ts';
import type { CalledEdge, EdgeAnswer } from './called-edge.ts';
import { type Dependency, drillRows } from './dependency.ts';
import { letRecover, troubleBefore } from './steady-state.ts';
import { withFault } from './with-fault.ts';

/** Section 8, column Timeout: a caller gives up on a slow service after the stated time, neither later nor earlier. */
export const dependencySlow: Inspection = {
  name: 'dependency-slow',
  inspect: (subject) =>
    drillRows(subject, {
      looksAt: ({ timeoutMs }) => (timeoutMs === undefined ? [] : [timeoutMs.id]),
      drill: async (dependency) => {
        const timeout = dependency.failure.timeoutMs;
        return timeout === undefined ? [] : drill(dependency, timeout, subject);
      },
    }),
};

/** How long a fault may outlast what it is for, should nobody be left to end it. */
const slackMs: Milliseconds = 10_000;

async function drill(
  dependency: Dependency,
  timeout: Stated<Milliseconds>,
  subject: Subject,
): Promise<readonly Verdict[]> {
  const { service, control, edges } = dependency;
  const hindrance = hindranceOf(timeout, dependency, subject) ?? (await troubleBefore(dependency, subject));
  if (hindrance !== undefined) return notInspected([timeout.id], hindrance);
  const limitMs = timeout.value + marginOf(timeout.value);
  subject.say(`${service} is made slow; its callers should give up after ${timeText(timeout.value)}`);
  const fault = { service, effect: { kind: 'latency', ms: 2 * limitMs }, forMs: limitMs + slackMs } as const;
  const answers = await withFault(control, fault, () =>
    // The gateway takes a connection at once; until the limit it may find out that the callee does not.
    Promise.all(edges.map((edge) => callEdge(edge, { limitMs, standsAfterMs: 2 * limitMs, signal: subject.signal }))),
  );
  await Promise.all(edges.map((edge) => letRecover(edge, subject.signal)));
  return edges.map((edge, index) => judge(edge, answers[index], timeout));
}

/** Why the timeout cannot be seen from outside. */
function hindranceOf(timeout: Stated<Milliseconds>, { service }: Dependency, { model }: Subject): string | undefined {
  const strikes = timeoutsByName(model).get(service);
  return strikes?.id === timeout.id ? undefined : `another row gives ${service} less time, and strikes first`;
}

function judge(edge: CalledEdge, answer: EdgeAnswer | undefined, { id, value }: Stated<Milliseconds>): Verdict {
  if (answer === undefined || answer.well) {
    const reason = `calls over ${edge.plan.name} were answered although they were made slow`;
    return { kind: 'not-inspected', statement: id, reason };
  }
  const { waiting, elapsedMs, outcome } = answer;
  const after = `${outcome} after ${timeText(elapsedMs)}`;
  const early = elapsedMs < value - marginOf(value);
  return saw(
    id,
    !waiting && !early,
    `A call over ${edge.plan.name} to a slow callee ${after}; stated: ${timeText(value)}.`,
  );
}
