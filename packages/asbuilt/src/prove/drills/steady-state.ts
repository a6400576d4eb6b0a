import type { Milliseconds } from '@asbuilt/core/model';
import { ask, isWell, outcomeOf } from '../ask.ts';
import type { Subject } from '../inspection.ts';
import { patienceFor, pause } from '../time.ts';
import { callEdge } from './call-edge.ts';
import type { CalledEdge } from './called-edge.ts';
import type { Dependency } from './dependency.ts';

/** How long a system that is well may take where its document says nothing. */
const usualLimitMs: Milliseconds = 30_000;

/** How long one waits for a call over an edge: longer than the document states, so that one sees what is late. */
export function limitOf({ plan }: CalledEdge): Milliseconds {
  return plan.timeoutMs === undefined ? usualLimitMs : patienceFor(plan.timeoutMs);
}

/** Why a drill would see nothing: what is not well before anything is broken. Undefined when all is. */
export async function troubleBefore(dependency: Dependency, subject: Subject): Promise<string | undefined> {
  const { edges, control } = dependency;
  const broken = new Set((await control.faults()).map(({ edge, service }) => edge ?? service));
  for (const edge of edges) {
    const { name, to } = edge.plan;
    const other = [name, to].find((each) => broken.has(each));
    if (other !== undefined) return `somebody else has injected a fault on ${other}`;
    if (!(await closesBreakers(edge, dependency, subject.signal)))
      return `the circuit breaker of ${name} was not closed before anything was broken`;
    const { well, outcome } = await callEdge(edge, { limitMs: limitOf(edge), signal: subject.signal });
    if (!well) return `before anything was broken, a call ${asked(edge)} ${outcome}`;
  }
  const answer = await ask(subject.entry, { limitMs: usualLimitMs, signal: subject.signal });
  return isWell(answer)
    ? undefined
    : `before anything was broken, ${subject.entry.pathname} at the public entry ${outcomeOf(answer)}`;
}

function asked({ plan, protocol, path }: CalledEdge): string {
  return protocol === 'tcp' ? `over ${plan.name}` : `of ${path} over ${plan.name}`;
}

/**
 * The outage of another service may have opened the breakers of this edge, too, of which one half-open would open at the
 * first failure: they get the time to close. Answers whether all of them did.
 */
async function closesBreakers(edge: CalledEdge, { control }: Dependency, signal: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + recoversWithinMs(edge);
  for (;;) {
    const running = await control.edges();
    const breaker = running.find(({ name }) => name === edge.plan.name)?.breaker;
    if (breaker !== 'open' && breaker !== 'half-open') return true;
    if (performance.now() > deadline) return false;
    if (breaker === 'half-open') await callEdge(edge, { limitMs: limitOf(edge), signal });
    await pause(100, signal);
  }
}

/** Lets an edge get well again after a drill: until a call succeeds, or its breaker had the time to let one through. */
export async function letRecover(edge: CalledEdge, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + recoversWithinMs(edge);
  while (!(await callEdge(edge, { limitMs: limitOf(edge), signal })).well && performance.now() < deadline) {
    await pause(100, signal);
  }
}

/** How long one waits for an edge whose callee is well again: longer than it may go on to refuse calls. */
export function recoversWithinMs({ plan }: CalledEdge): Milliseconds {
  return patienceFor(plan.breaker?.halfOpenAfterMs ?? 0);
}
