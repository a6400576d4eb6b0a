import type { EdgePlan } from '@asbuilt/core/derive';
import type { Failure } from '@asbuilt/core/model';
import { ask, type HttpAnswer, isWell, outcomeOf, standInOf } from '../ask.ts';
import { type NotInspected, notInspected, type Seen, saw } from '../verdict.ts';
import type { CalledEdge } from './called-edge.ts';
import { mitigationsOf } from './dependency.ts';
import { limitOf } from './steady-state.ts';

/** What an edge answered while its callee was down. */
export interface StandInSeen {
  /** The edge's name. */
  readonly edge: string;
  readonly answer: HttpAnswer;
}

/** What was seen of an outage, as far as static answers go. */
interface Outage {
  readonly during: HttpAnswer;
  readonly standIns: readonly StandInSeen[];
  /** The edge from outside. */
  readonly entry: EdgePlan | undefined;
}

/** Asks on each edge that has something to answer in the place of its callee, which is down. */
export function standInsOf(edges: readonly CalledEdge[], signal: AbortSignal): Promise<readonly StandInSeen[]> {
  const able = edges.filter(({ plan }) => plan.staticAnswer !== undefined && plan.observed !== true);
  return Promise.all(
    able.map(async (edge) => {
      const answer = await ask(new URL(edge.path, `http://${edge.address}`), { limitMs: limitOf(edge), signal });
      return { edge: edge.plan.name, answer };
    }),
  );
}

/** Holds what was answered during an outage against what the row says is answered then. */
export function judgeStaticAnswers(failure: Failure, outage: Outage): readonly (Seen | NotInspected)[] {
  const { during, standIns, entry } = outage;
  if (standIns.length > 0) {
    const ids = mitigationsOf(failure, 'static-answer', 'graceful-degradation', 'fallback');
    return standIns.flatMap((seen) => ids.map((id) => judge(id, `a call over ${seen.edge}`, seen.answer)));
  }
  if (entry?.staticAnswer === undefined || entry.observed === true) return [];
  const ids = mitigationsOf(failure, 'static-answer');
  if (isWell(during))
    return notInspected(ids, 'the public entry answered as if nothing were wrong, so nothing had to stand in for it');
  return ids.map((id) => judge(id, 'the public entry', during));
}

function judge(id: string, who: string, answer: HttpAnswer): Seen {
  return saw(id, standInOf(answer) === 'static', `During the outage, ${who} ${outcomeOf(answer)}.`);
}
