import { type Call, calls, everyCall } from '#derive/calls';
import { type Block, table } from '../print/markdown.ts';
import type { Chapter } from './chapter.ts';

/** The request flow step by step, calls and answers told apart. */
export const dataFlow: Chapter = {
  title: 'Data flow',
  draws: ['data-flow/**'],
  blocks: (model) => {
    const { flows } = model.overview;
    const every = everyCall(calls(model));
    const answers = new Map(
      every.flatMap(({ step, answered }) => (answered === undefined ? [] : [[answered, step.step]])),
    );
    return [
      ...table(flows, [
        { title: 'Step', cell: ({ step }) => step.toString() },
        { title: 'From', cell: ({ from }) => from },
        { title: 'To', cell: ({ to }) => to },
        { title: 'What', cell: ({ label }) => label },
        { title: 'Answers step', cell: (step) => answers.get(step)?.toString() },
      ]),
      ...unanswered(every),
    ];
  },
};

/** Calls that no step answers, in a sentence; nothing when every call is answered. */
function unanswered(every: readonly Call[]): readonly Block[] {
  const steps = every.filter(({ answered }) => answered === undefined);
  if (steps.length === 0) return [];
  return [`No step answers ${steps.length === 1 ? 'step' : 'steps'} ${steps.map(({ step }) => step.step).join(', ')}.`];
}
