import type { Model, Ratio, Stated } from '#model/index';
import { failuresByName, nameOf } from './by-name.ts';
import { calls, everyCall } from './calls.ts';
import { mayStandIn } from './stand-in.ts';

/** An objective of a service. */
export interface Promised {
  readonly name: string;
  readonly objective: Stated<Ratio>;
}

/** An objective, and those that it stands on. */
export interface PromisedOn extends Promised {
  /** What it calls and cannot do without, by the nearest objectives along the flow; each counts once. */
  readonly needs: readonly Promised[];
}

/** The objectives by the names that their services have everywhere; of several the first. */
function objectives(model: Model): ReadonlyMap<string, Promised> {
  const byName = new Map<string, Promised>();
  for (const { service, objective } of model.overview.slos) {
    const name = nameOf(model, service);
    if (objective !== undefined && !byName.has(name)) byName.set(name, { name, objective });
  }
  return byName;
}

/**
 * For each objective the objectives of what the service cannot answer without: what it calls in the request flow,
 * unless the failure table says what stands in for it. Through a callee without an objective one looks to its own callees.
 */
export function hardDependencies(model: Model): readonly PromisedOn[] {
  const promised = objectives(model);
  const callees = hardCallees(model);
  return [...promised.values()].map((own) => ({ ...own, needs: nearestPromises(own.name, callees, promised) }));
}

function hardCallees(model: Model): ReadonlyMap<string, ReadonlySet<string>> {
  const failures = failuresByName(model);
  const callees = new Map<string, Set<string>>();
  for (const { from, to } of everyCall(calls(model))) {
    if (failures.get(to.name)?.some(mayStandIn) === true) continue;
    const known = callees.get(from.name);
    if (known === undefined) callees.set(from.name, new Set([to.name]));
    else known.add(to.name);
  }
  return callees;
}

function nearestPromises(
  name: string,
  callees: ReadonlyMap<string, ReadonlySet<string>>,
  promised: ReadonlyMap<string, Promised>,
): readonly Promised[] {
  const found: Promised[] = [];
  const seen = new Set([name]);
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const callee of callees.get(next) ?? []) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      const promise = promised.get(callee);
      if (promise === undefined) waiting.push(callee);
      else found.push(promise);
    }
  }
  return found;
}
