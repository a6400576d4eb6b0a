import type { Draft, FlowStep, Hole, Span } from '#model/index';
import type { Change, Said } from './difference.ts';
import type { Matched } from './match.ts';
import { type Row, sayingOf } from './row.ts';

/** A step that both versions have: which pair it is, and in which of the flows it stands. */
interface Step {
  readonly pair: number;
  readonly flow: number;
  readonly said: string;
  readonly span: Span;
}

/** Whether the steps that both versions have come in another order, or begin a flow elsewhere. */
export function stepOrder(pairs: readonly Matched[], [before, after]: readonly [Draft, Draft]): readonly Change[] {
  const was = stepsOf(
    before,
    pairs.map((pair) => pair.before),
  );
  const is = stepsOf(
    after,
    pairs.map((pair) => pair.after),
  );
  const [orderBefore, orderAfter] = [orderOf(was), orderOf(is)];
  const start = commonLength(orderBefore, orderAfter);
  if (start === orderBefore.length && start === orderAfter.length) return [];
  const rest = [orderBefore.slice(start).toReversed(), orderAfter.slice(start).toReversed()] as const;
  const end = commonLength(...rest);
  return [
    {
      kind: 'reordered',
      section: 'data-flow',
      subject: '',
      field: 'steps',
      before: cut(was, orderBefore, [start, orderBefore.length - end]),
      after: cut(is, orderAfter, [start, orderAfter.length - end]),
    },
  ];
}

/** The steps in the order of their document, each with the number of its pair. */
function stepsOf({ overview }: Draft, rows: readonly Row[]): readonly Step[] {
  const pairs = new Map(rows.map((row, pair) => [row.fields.find(({ name }) => name === 'from')?.values[0], pair]));
  let flow = 0;
  return overview.flows.flatMap((step, index) => {
    if (index > 0 && step.step === 1 && (overview.flows[index - 1]?.step ?? 0) > 1) flow += 1;
    const pair = pairs.get(step.from);
    return pair === undefined ? [] : [{ pair, flow, ...saidOf(step) }];
  });
}

function saidOf({ from, to }: FlowStep<Hole>): Pick<Step, 'said' | 'span'> {
  return { said: `${sayingOf(from)} → ${sayingOf(to)}`, span: { from: from.span.from, to: to.span.to } };
}

/** The pairs in their order, with a mark wherever another flow begins. */
function orderOf(steps: readonly Step[]): readonly number[] {
  return steps.flatMap(({ pair, flow }, index) => {
    const last = steps[index - 1];
    return last !== undefined && last.flow !== flow ? [beginning, pair] : [pair];
  });
}

const beginning = -1;

function commonLength(one: readonly number[], other: readonly number[]): number {
  const differs = one.findIndex((value, at) => value !== other[at]);
  return differs < 0 ? Math.min(one.length, other.length) : differs;
}

/** The steps from one place of an order to another, as a sentence. */
function cut(steps: readonly Step[], order: readonly number[], [from, to]: readonly [number, number]): Said {
  const byPair = new Map(steps.map((step) => [step.pair, step]));
  const part = order.slice(from, to);
  const inside = part.flatMap((pair) => byPair.get(pair) ?? []);
  const first = inside[0]?.span ?? steps[0]?.span ?? { from: 0, to: 0 };
  return {
    id: 'data-flow',
    text: part.map((pair) => byPair.get(pair)?.said ?? 'another flow').join(', '),
    span: { from: first.from, to: inside.at(-1)?.span.to ?? first.to },
  };
}
