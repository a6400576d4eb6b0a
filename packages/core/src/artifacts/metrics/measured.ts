import { calls, everyCall } from '#derive/calls';
import type { Model, Ratio } from '#model/index';

/** An objective of a service, and whether the gateway can see how it is kept. */
export interface Measured {
  readonly service: string;
  readonly objective: Ratio;
  /** Whether a call of the request flow leads to it, so that an edge counts its failures. */
  readonly isMeasured: boolean;
}

/** The objectives of the services by the names that the gateway exports them under; of several for one service the first. */
export function measuredObjectives(model: Model): readonly Measured[] {
  const callees = new Set(everyCall(calls(model)).flatMap(({ to }) => (to.kind === 'service' ? [to.name] : [])));
  const found = new Map<string, Measured>();
  for (const { service: said, objective } of model.overview.slos) {
    const service = model.resolve(said.value)?.name ?? said.value;
    if (objective === undefined || found.has(service)) continue;
    found.set(service, { service, objective: objective.value, isMeasured: callees.has(service) });
  }
  return [...found.values()];
}
