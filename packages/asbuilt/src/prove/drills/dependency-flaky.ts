import type { Milliseconds } from '@asbuilt/core/model';
import type { FaultEffect } from '../control.ts';
import type { Inspection, Subject } from '../inspection.ts';
import { notInspected, type Verdict } from '../verdict.ts';
import { callEdge, retriesIn } from './call-edge.ts';
import type { CalledEdge, EdgeAnswer } from './called-edge.ts';
import { type Dependency, drillRows, mitigationsOf } from './dependency.ts';
import { isRefused, judgeRetries, judgeRetry } from './judge-retry.ts';
import { letRecover, limitOf, troubleBefore } from './steady-state.ts';
import { slackMs, withFault } from './with-fault.ts';

/** Section 8, "retry": a call that fails once is made again, as often as is stated, and nobody notices. */
export const dependencyFlaky: Inspection = {
  name: 'dependency-flaky',
  inspect: (subject) =>
    drillRows(subject, {
      looksAt: (failure) => [...mitigationsOf(failure, 'retry'), ...(failure.retries ? [failure.retries.id] : [])],
      drill,
    }),
};

/**
 * So few fail that a breaker seldom opens by them, and among so many calls some are made again after they failed: that none
 * is, happens once in two thousand times. Where another instance is asked first, two must fail before that.
 */
const chances = { alone: { share: 0.2, calls: 60 }, severally: { share: 0.3, calls: 120 } } as const;
const forMs: Milliseconds = 30_000;

async function drill(dependency: Dependency, subject: Subject): Promise<readonly Verdict[]> {
  const { failure, edges, service } = dependency;
  const retry = mitigationsOf(failure, 'retry');
  const ids = [...retry, ...(failure.retries ? [failure.retries.id] : [])];
  if (ids.length === 0) return [];
  const able = edges.filter(({ plan, protocol }) => protocol === 'http' && plan.retry && plan.observed !== true);
  if (able.length === 0)
    return notInspected(ids, `on no edge to ${service} could one see from outside what is tried again`);
  const trouble = await troubleBefore(dependency, subject);
  if (trouble !== undefined) return notInspected(ids, trouble);
  subject.say(`${service} answers some calls with an error; those are made again`);
  const verdicts: Verdict[] = [];
  for (const edge of able) {
    const seen = { edge: edge.plan.name, answers: await untilSaved(edge, dependency, subject) };
    verdicts.push(...retry.flatMap((id) => judgeRetry(id, seen)));
    if (failure.retries === undefined) continue;
    const { timeoutMs } = edge.plan;
    const answer = await alwaysFailing(edge, dependency, subject);
    verdicts.push(judgeRetries(failure.retries, { edge: edge.plan.name, answer, ...(timeoutMs && { timeoutMs }) }));
  }
  return verdicts;
}

/** How often one begins anew where chance had the breaker open. */
const mostRounds = 3;

/** Calls while some calls fail by chance, until one was made again and went well. */
async function untilSaved(
  edge: CalledEdge,
  { control }: Dependency,
  { signal }: Subject,
): Promise<readonly EdgeAnswer[]> {
  const answers: EdgeAnswer[] = [];
  const { share, calls: mostCalls } = edge.plan.nextInstance ? chances.severally : chances.alone;
  const fault = { edge: edge.plan.name, effect: failing(share), forMs };
  for (let round = 1; round <= mostRounds; round += 1) {
    const last = await withFault(control, fault, async () => {
      for (let calls = 0; calls < mostCalls; calls += 1) {
        const answer = await callEdge(edge, { limitMs: limitOf(edge), signal });
        answers.push(answer);
        if (isRefused(answer)) return 'refused';
        if (answer.well && retriesIn(answer.policy) > 0) return 'saved';
      }
      return 'none';
    });
    await letRecover(edge, signal);
    if (last !== 'refused') break;
  }
  return answers;
}

/** One call of which every try fails. */
async function alwaysFailing(edge: CalledEdge, { control }: Dependency, { signal }: Subject): Promise<EdgeAnswer> {
  const fault = { edge: edge.plan.name, effect: failing(1), forMs: limitOf(edge) + slackMs };
  const answer = await withFault(control, fault, () => callEdge(edge, { limitMs: limitOf(edge), signal }));
  await letRecover(edge, signal);
  return answer;
}

function failing(part: number): FaultEffect {
  return { kind: 'status', code: 503, share: part };
}
