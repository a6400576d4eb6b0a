import { type Call, calls, errorBudgetMinutes, everyCall } from '@asbuilt/core/derive';
import { known, type MinutesPerMonth, type Model, type Ratio, type Slo } from '@asbuilt/core/model';
import { once } from './once.ts';

/** The error budget of an objective in minutes of a 30-day month. */
export function budgetOf(objective: Ratio): MinutesPerMonth {
  return errorBudgetMinutes(objective);
}

/** An objective that another one stands on. */
export interface Need {
  readonly name: string;
  readonly objective: Ratio;
}

/**
 * The objectives that an objective stands on: those of what the service calls while it answers, the nearest on each branch of
 * the flow; each counts once.
 */
export function needsOf(model: Model, { service }: Slo): readonly Need[] {
  const name = nameIn(model, service.value);
  const objectives = objectivesOf(model);
  const needs = new Map<string, Need>();
  const waiting =
    callsTo(model)
      .get(name)
      ?.flatMap(({ children }) => children) ?? [];
  for (let call = waiting.pop(); call !== undefined; call = waiting.pop()) {
    const objective = objectives.get(call.to.name);
    if (objective === undefined || call.to.name === name) waiting.push(...call.children);
    else needs.set(call.to.name, { name: call.to.name, objective });
  }
  return [...needs.values()];
}

const callsTo = once((model: Model): ReadonlyMap<string, readonly Call[]> => {
  const byName = new Map<string, Call[]>();
  for (const call of everyCall(calls(model))) {
    const others = byName.get(call.to.name);
    if (others === undefined) byName.set(call.to.name, [call]);
    else others.push(call);
  }
  return byName;
});

const objectivesOf = once((model: Model): ReadonlyMap<string, Ratio> => {
  const stated = model.overview.slos.toReversed().flatMap(({ service, objective }) => {
    const value = known(objective);
    return value === undefined ? [] : [[nameIn(model, service.value), value] as const];
  });
  return new Map(stated);
});

function nameIn(model: Model, name: string): string {
  return model.resolve(name)?.name ?? name;
}
