import type { BreakerPolicy, Failure, Model } from '@asbuilt/core/model';
import type { Inspection, Subject } from '../inspection.ts';
import { timeText } from '../time.ts';
import { notInspected, type Verdict } from '../verdict.ts';
import { askCallers } from './ask-callers.ts';
import { type Dependency, drillRows, mitigationsOf } from './dependency.ts';
import { type BreakerSeen, judgeBreaker, statementsOf } from './judge-breaker.ts';
import { type EdgeDrill, longestMs, openBreaker, runningEdge } from './open-breaker.ts';
import { recover } from './recover.ts';
import { troubleBefore } from './steady-state.ts';

/**
 * Section 8, the rows of the failure table and the circuit breaker: while a service is down, its callers answer in time
 * and their circuit breakers open; where something is to be answered in its place, that is; once it is well again, so
 * are they.
 */
export const dependencyDown: Inspection = {
  name: 'dependency-down',
  inspect: (subject) => drillRows(subject, { looksAt, drill }),
};

function looksAt(failure: Failure, { overview }: Model): readonly string[] {
  const mitigations = mitigationsOf(failure, 'static-answer', 'circuit-breaker');
  return [failure.scenario.id, ...mitigations, ...statementsOf(overview.breaker ?? {})];
}

async function drill(dependency: Dependency, subject: Subject): Promise<readonly Verdict[]> {
  const trouble = await troubleBefore(dependency, subject);
  if (trouble !== undefined) return notInspected(looksAt(dependency.failure, subject.model), trouble);
  const { overview } = subject.model;
  const breakers = await breakersIn(dependency, subject);
  const mitigations = mitigationsOf(dependency.failure, 'circuit-breaker');
  return [
    ...breakers.flatMap((seen) => judgeBreaker(seen, overview.breaker ?? {}, mitigations)),
    ...(await askCallers(dependency, subject)),
  ];
}

/** First the breakers alone, so that nobody's calls but these are counted; where none is stated there is nothing to see. */
async function breakersIn(dependency: Dependency, subject: Subject): Promise<readonly BreakerSeen[]> {
  const { service, control } = dependency;
  const drills: EdgeDrill[] = [];
  for (const edge of dependency.edges) {
    const policy = edge.plan.breaker;
    if (policy === undefined) continue;
    const { instances: breakers = 1 } = await runningEdge(control, edge);
    drills.push({ edge, policy, breakers, control, signal: subject.signal });
  }
  if (drills.length === 0) return [];
  const forMs = Math.max(...drills.map(longestMs));
  subject.say(`${service} fails until the circuit breakers of its callers open, for ${timeText(forMs)} at most`);
  const openings = await Promise.all(drills.map(async (each) => ({ ...each, opening: await openBreaker(each) })));
  sayHowLong(
    openings.map(({ policy }) => policy),
    service,
    subject,
  );
  return Promise.all(
    openings.map(async ({ opening, ...each }): Promise<BreakerSeen> => {
      const recovery = opening.kind === 'opened' ? await recover(each, opening) : undefined;
      return { edge: each.edge.plan.name, opening, ...(recovery && { recovery }) };
    }),
  );
}

function sayHowLong(policies: readonly BreakerPolicy[], service: string, { say }: Subject): void {
  const halfOpenAfterMs = Math.max(...policies.map((policy) => policy.halfOpenAfterMs));
  say(`${service} is back; waiting about ${timeText(halfOpenAfterMs)} until calls are let through again`);
}
