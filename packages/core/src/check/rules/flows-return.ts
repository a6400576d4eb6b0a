import { type Call, everyCall, flowCalls, flows } from '#derive/calls';
import { type FlowStep, isHole, type Model } from '#model/index';
import type { Report, Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 5: whoever calls gets an answer, and the one who asked first gets the last one. */
export const flowsReturn: Rule = {
  name: 'flows-return',
  sentence: 'A flow ends where it began, and every call in it is answered',
  severity: 'error',
  holds: ['data-flow/*/from', 'data-flow/*/to'],
  check({ draft, model }, report) {
    // A step with a hole is no step of the model yet: what it would answer seems unanswered.
    if (draft.overview.flows.some(({ from, to }) => isHole(from.value) || isHole(to.value))) return;
    for (const flow of flows(model)) checkFlow(model, flow, report);
  },
};

function checkFlow(model: Model, flow: readonly FlowStep[], report: Report): void {
  const trees = flowCalls(model, flow);
  const [first] = trees;
  const last = flow.at(-1);
  if (first === undefined || last === undefined) return;
  const leftOpen = openAtEnd(trees);
  const returns = (model.resolve(last.to.value)?.name ?? last.to.value) === first.from.name;
  if (!returns) reportEnd(first, last, report);
  for (const call of everyCall(trees)) {
    if (call.answered !== undefined || (!returns && leftOpen.has(call))) continue;
    reportUnanswered(call, report);
  }
}

/** The calls that no later step could end: they are open because the flow stops, which is one fault, not many. */
function openAtEnd(trees: readonly Call[]): ReadonlySet<Call> {
  const open = new Set<Call>();
  let call = trees.at(-1);
  while (call !== undefined && call.answered === undefined) {
    open.add(call);
    call = call.children.at(-1);
  }
  return open;
}

function reportEnd(first: Call, last: FlowStep, report: Report): void {
  const origin = quoted(first.from.name);
  report({
    message: `The flow begins at ${origin} but ends at ${quoted(last.to.value)}, so ${origin} never gets an answer`,
    span: last.to.span,
    notes: [{ message: `${origin} begins the flow here`, span: first.step.from.span }],
    help: `Add the steps that lead back to ${origin}, each the reverse of the call that it answers.`,
  });
}

function reportUnanswered({ from, to, step }: Call, report: Report): void {
  const [caller, callee] = [quoted(from.name), quoted(to.name)];
  report({
    severity: 'warning',
    message: `Step ${step.step}: ${caller} calls ${callee}, but no later step answers it`,
    span: { from: step.from.span.from, to: step.to.span.to },
    help: `Add the step ${callee} → ${caller} after it, with what comes back.`,
  });
}
