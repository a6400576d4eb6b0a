import type { Milliseconds, Model, Stated } from '#model/index';
import { type Call, calls, everyCall } from './calls.ts';
import { failingName } from './failing-name.ts';
import { once } from './once.ts';

/** How long a call may take, all tries of it together, and where the document says so. */
export interface CallTime {
  readonly call: Call;
  readonly timeout: Stated<Milliseconds>;
}

/** A call that is given up after a stated time, against the time that its own calls may take. */
export interface TimeoutPath extends CallTime {
  /** The calls with a timeout below it, nearest first on each branch, in the order of the steps. */
  readonly parts: readonly CallTime[];
  /** What the parts take at most when they run one after the other. */
  readonly partsMs: Milliseconds;
}

/**
 * For each call whose callee has a timeout in the failure table: that timeout, and what the calls below it may take.
 * A call below it counts its own timeout, or its children's where it has none; steps run one after the other.
 */
export function timeoutPaths(model: Model): readonly TimeoutPath[] {
  const timeouts = timeoutsByName(model);
  return everyCall(calls(model)).flatMap((call) => {
    const timeout = timeouts.get(call.to.name);
    if (timeout === undefined) return [];
    const parts = timedBelow(call, timeouts);
    return [{ call, timeout, parts, partsMs: parts.reduce((sum, part) => sum + part.timeout.value, 0) }];
  });
}

/** The timeout of each participant that has one in the failure table; of several the shortest, because it strikes first. */
export const timeoutsByName: (model: Model) => ReadonlyMap<string, Stated<Milliseconds>> = once((model) => {
  const byName = new Map<string, Stated<Milliseconds>>();
  for (const failure of model.overview.failures) {
    const name = failingName(model, failure);
    const timeout = failure.timeoutMs;
    if (name === undefined || timeout === undefined) continue;
    const shortest = byName.get(name);
    if (shortest === undefined || timeout.value < shortest.value) byName.set(name, timeout);
  }
  return byName;
});

/** The nearest calls with a timeout on each branch below a call. */
function timedBelow(call: Call, timeouts: ReadonlyMap<string, Stated<Milliseconds>>): CallTime[] {
  const found: CallTime[] = [];
  const waiting = call.children.toReversed();
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const timeout = timeouts.get(below.to.name);
    if (timeout === undefined) for (const child of below.children.toReversed()) waiting.push(child);
    else found.push({ call: below, timeout });
  }
  return found;
}
