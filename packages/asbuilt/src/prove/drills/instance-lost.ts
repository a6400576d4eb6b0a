import { timeoutsByName } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import type { RunningInstance } from '../control-answer.ts';
import type { Inspection, Subject } from '../inspection.ts';
import { timed } from '../lateness.ts';
import { pause } from '../time.ts';
import { notInspected, type Verdict } from '../verdict.ts';
import { callEdge } from './call-edge.ts';
import type { CalledEdge, EdgeAnswer } from './called-edge.ts';
import { type Dependency, drillRows, mitigationsOf } from './dependency.ts';
import { judgeKill, judgeStandstill, type KillSeen, type StandstillSeen } from './judge-instance.ts';
import { letRecover, limitOf, troubleBefore } from './steady-state.ts';
import { slackMs, withFault } from './with-fault.ts';

/**
 * Section 8, "restart" and "next instance", of a service of which several instances run: one is killed, and one stands
 * still. With a single one it would be an outage, which the other drills make without hurting anybody.
 */
export const instanceLost: Inspection = {
  name: 'instance-lost',
  inspect: (subject) => drillRows(subject, { looksAt: (failure) => mitigationsOf(failure, ...lost), drill }),
};

const lost = ['restart', 'next-instance'] as const;

/** How long an instance may take to come up where the profile does not say it: as long as `asbuilt up` waits. */
const usuallyUpWithinMs: Milliseconds = 60_000;

async function drill(dependency: Dependency, subject: Subject): Promise<readonly Verdict[]> {
  const { failure, service } = dependency;
  const ids = mitigationsOf(failure, ...lost);
  const up = await instancesOf(dependency);
  if (up.length < 2) return notInspected(ids, `${service} has not several instances here of which one could be spared`);
  const trouble = await troubleBefore(dependency, subject);
  if (trouble !== undefined) return notInspected(ids, trouble);
  subject.say(`One of ${up.length} instances of ${service} is killed`);
  const killed = await kill(dependency, subject, up);
  const verdicts = judgeKill(failure, killed);
  const strikes = timeoutsByName(subject.model).get(service);
  const striking = strikes?.id === failure.timeoutMs?.id ? strikes : undefined;
  // A second one is hurt only once the first is back.
  if (killed.backAfterMs === undefined) return verdicts;
  subject.say(`One of ${up.length} instances of ${service} stands still`);
  return [...verdicts, ...judgeStandstill(failure, await standStill(dependency, subject), striking)];
}

async function kill(
  dependency: Dependency,
  { profile, signal }: Subject,
  before: readonly RunningInstance[],
): Promise<KillSeen> {
  const { service, control, edges } = dependency;
  const binding = profile?.services.find((each) => each.service.value === service);
  const withinMs = binding?.startsWithinMs?.value ?? usuallyUpWithinMs;
  const over = new AbortController();
  const calling = edges
    .filter(isCalled)
    .flatMap((edge) => callersOf(edge).map(() => callOn(edge, over.signal, signal)));
  const killing = async (): Promise<Omit<KillSeen, 'answers' | 'withinMs'>> => {
    const [killed] = await control.addFault({ service, effect: { kind: 'kill' } });
    const number = killed?.instance ?? 0;
    const old = before.find((each) => each.number === number)?.pid;
    const startedAt = performance.now();
    while (performance.now() - startedAt < withinMs) {
      await pause(50, signal);
      const now = (await instancesOf({ service, control })).find((each) => each.number === number);
      if (now !== undefined && now.pid !== old)
        return { instance: `${service}#${number}`, backAfterMs: performance.now() - startedAt };
    }
    return { instance: `${service}#${number}` };
  };
  const [seen, ...answers] = await Promise.all([killing().finally(() => over.abort()), ...calling]);
  return { ...seen, answers: answers.flat(), withinMs };
}

/** Several, so that some calls are under way whenever it happens; not so many that the callee would shed any. */
function callersOf({ plan }: CalledEdge): readonly number[] {
  return plan.concurrency === undefined ? [1, 2, 3, 4] : [1];
}

/** Calls that come together while an instance stands still: some of them go to it, and are given up. */
async function standStill({ service, control, edges }: Dependency, { signal }: Subject): Promise<StandstillSeen> {
  const called = edges.filter((edge) => isCalled(edge) && edge.plan.timeoutMs !== undefined);
  const forMs = Math.max(0, ...called.map(limitOf)) + slackMs;
  const calls = called.flatMap((edge) => callersOf(edge).map(() => edge));
  const { result, lateMs } = await withFault(control, { service, effect: { kind: 'stop' }, forMs }, () =>
    timed(control, () => Promise.all(calls.map((edge) => callEdge(edge, { limitMs: limitOf(edge), signal })))),
  );
  await Promise.all(called.map((edge) => letRecover(edge, signal)));
  return { lateMs, calls: result.map((answer, index) => ({ edge: calls[index]?.plan.name ?? '', answer })) };
}

/** Those that get calls. */
async function instancesOf({
  service,
  control,
}: Pick<Dependency, 'service' | 'control'>): Promise<readonly RunningInstance[]> {
  const running = (await control.services()).find(({ name }) => name === service)?.instances ?? [];
  return running.filter(({ state, pid }) => state === 'healthy' && pid !== undefined);
}

function isCalled({ plan, protocol }: CalledEdge): boolean {
  return protocol === 'http' && plan.observed !== true;
}

/** Calls again and again until it is over. */
async function callOn(edge: CalledEdge, over: AbortSignal, signal: AbortSignal): Promise<readonly EdgeAnswer[]> {
  const answers: EdgeAnswer[] = [];
  while (!over.aborted) {
    answers.push(await callEdge(edge, { limitMs: limitOf(edge), signal }));
    await pause(5, signal);
  }
  return answers;
}
