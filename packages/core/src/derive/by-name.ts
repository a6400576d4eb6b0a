import type { Capacity, Failure, HorizontalScaling, Model, Stated } from '#model/index';
import { calls } from './calls.ts';
import { failingName } from './failing-name.ts';
import { once } from './once.ts';

/** The name that a row's name has everywhere: "Auth service" is Auth. */
export function nameOf(model: Model, name: Stated<string>): string {
  return model.resolve(name.value)?.name ?? name.value;
}

/** The rows of the failure table by whom they are about. */
export const failuresByName: (model: Model) => ReadonlyMap<string, readonly Failure[]> = once((model) => {
  const byName = new Map<string, Failure[]>();
  for (const failure of model.overview.failures) {
    const name = failingName(model, failure);
    if (name === undefined) continue;
    const rows = byName.get(name);
    if (rows === undefined) byName.set(name, [failure]);
    else rows.push(failure);
  }
  return byName;
});

/** How many instances each service has; of several rows the first. */
export const instancesByName: (model: Model) => ReadonlyMap<string, HorizontalScaling> = once((model) => {
  const rows = model.overview.scaling.horizontal;
  return new Map(rows.toReversed().map((row) => [nameOf(model, row.service), row]));
});

/** What each service is laid out for; of several rows about one service the first that says a value counts. */
export const capacityByName: (model: Model) => ReadonlyMap<string, Capacity> = once((model) => {
  const byName = new Map<string, Capacity>();
  for (const row of model.overview.scaling.capacities) {
    const name = nameOf(model, row.service);
    byName.set(name, { ...row, ...byName.get(name) });
  }
  return byName;
});

/** Requests a second that arrive at each service: its own load, or the system's where the flow enters the system. */
export function loadByName(model: Model): ReadonlyMap<string, Stated<number>> {
  const byName = new Map<string, Stated<number>>();
  const put = (name: string, rate: Stated<number>): void => {
    if (!byName.has(name)) byName.set(name, rate);
  };
  for (const { service, requestsPerSecond } of model.overview.scaling.loads) {
    if (service !== undefined) put(nameOf(model, service), requestsPerSecond);
  }
  const whole = systemLoad(model);
  if (whole === undefined) return byName;
  const [entry] = calls(model);
  if (entry?.from.kind === 'actor') put(entry.to.name, whole);
  return byName;
}

/** The load of the whole system, where it is stated. */
export function systemLoad({ overview }: Model): Stated<number> | undefined {
  return overview.scaling.loads.find(({ service }) => service === undefined)?.requestsPerSecond;
}
