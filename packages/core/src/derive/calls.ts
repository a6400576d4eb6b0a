import type { FlowStep, Model, Participant } from '#model/index';
import { once } from './once.ts';

/** A call of one participant by another, with the calls that the callee makes before it answers. */
export interface Call {
  readonly from: Participant;
  readonly to: Participant;
  /** The step of the flow that makes the call. */
  readonly step: FlowStep;
  /** The step that answers it; absent where no step does. */
  readonly answered?: FlowStep;
  /** In the order of the steps, so one after the other. */
  readonly children: readonly Call[];
}

/** A call while the steps below it are still being read. */
interface OpenCall extends Call {
  answered?: FlowStep;
  readonly children: OpenCall[];
}

/**
 * The calls of the request flow as trees. A step a → b that answers an open call b → a is its return and closes what was
 * opened since; any other step is a call. It belongs to the innermost open call of a, whose earlier calls are then over,
 * answered or not; where a has not been called, it begins a tree of its own.
 */
export const calls: (model: Model) => readonly Call[] = once((model) =>
  flows(model).flatMap((flow) => flowCalls(model, flow)),
);

/** The steps as separate flows: a new one begins where the numbers begin again at 1. */
export function flows(model: Model): readonly (readonly FlowStep[])[] {
  const all: FlowStep[][] = [];
  let last: FlowStep | undefined;
  for (const step of model.overview.flows) {
    if (last === undefined || (step.step === 1 && last.step > 1)) all.push([]);
    all.at(-1)?.push(step);
    last = step;
  }
  return all;
}

/** Every call of some trees, a caller before its callees, in the order of the steps. */
export function everyCall(roots: readonly Call[]): readonly Call[] {
  const all: Call[] = [];
  const waiting = roots.toReversed();
  for (let call = waiting.pop(); call !== undefined; call = waiting.pop()) {
    all.push(call);
    for (const child of call.children.toReversed()) waiting.push(child);
  }
  return all;
}

/** What a name in a flow stands for; a name that nothing else explains is somebody outside. */
export function participant(model: Model, name: string): Participant {
  return model.resolve(name) ?? { kind: 'actor', name };
}

/** The calls of one flow. Linear in the number of steps: each step is opened once and closed once. */
export function flowCalls(model: Model, steps: readonly FlowStep[]): readonly Call[] {
  const roots: OpenCall[] = [];
  const open = openCalls();
  const participants = new Map<string, Participant>();
  const named = (name: string): Participant => {
    const found = participants.get(name) ?? participant(model, name);
    participants.set(name, found);
    return found;
  };
  for (const step of steps) {
    const from = named(step.from.value);
    const to = named(step.to.value);
    const asked = open.innermost(to.name, from.name);
    if (asked !== undefined) {
      asked.answered = step;
      open.closeFrom(asked);
      continue;
    }
    const caller = open.innermostOf(from.name);
    if (caller !== undefined) open.closeAbove(caller);
    const call: OpenCall = { from, to, step, children: [] };
    (caller?.children ?? roots).push(call);
    open.push(call);
  }
  return roots;
}

interface OpenCalls {
  push(call: OpenCall): void;
  /** The innermost open call from → to. */
  innermost(from: string, to: string): OpenCall | undefined;
  /** The innermost open call whose callee is `to`. */
  innermostOf(to: string): OpenCall | undefined;
  /** Closes a call and everything that was opened since. */
  closeFrom(call: OpenCall): void;
  /** Closes what was opened since a call. */
  closeAbove(call: OpenCall): void;
}

/** The stack of open calls, with an index so that looking up takes no walk. */
function openCalls(): OpenCalls {
  const stack: OpenCall[] = [];
  const byKey = new Map<string, OpenCall[]>();
  const keys = (call: OpenCall): string[] => [edgeKey(call.from.name, call.to.name), call.to.name];
  const pop = (): OpenCall | undefined => {
    const call = stack.pop();
    if (call !== undefined) for (const key of keys(call)) byKey.get(key)?.pop();
    return call;
  };
  const closeAbove = (call: OpenCall): void => {
    while (stack.length > 0 && stack.at(-1) !== call) pop();
  };
  return {
    push: (call) => {
      stack.push(call);
      for (const key of keys(call)) pushTo(byKey, key, call);
    },
    innermost: (from, to) => byKey.get(edgeKey(from, to))?.at(-1),
    innermostOf: (to) => byKey.get(to)?.at(-1),
    closeFrom: (call) => {
      closeAbove(call);
      pop();
    },
    closeAbove,
  };
}

function pushTo(byKey: Map<string, OpenCall[]>, key: string, call: OpenCall): void {
  const known = byKey.get(key);
  if (known === undefined) byKey.set(key, [call]);
  else known.push(call);
}

/** One key for a pair of names; a line break stands in no name. */
function edgeKey(from: string, to: string): string {
  return `${from}\n${to}`;
}
