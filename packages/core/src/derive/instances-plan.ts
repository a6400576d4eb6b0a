import type {
  AutoscalePolicy,
  AutoscaleTrigger,
  Bytes,
  HorizontalScaling,
  Model,
  ScalingTrigger,
  ServiceBinding,
  StatementPattern,
} from '#model/index';
import { known } from '#model/index';
import { capacityByName, instancesByName, nameOf } from './by-name.ts';

/** How many instances of a service run here, and what makes them more or fewer. */
export interface InstancesPlan {
  /** How many are started: 1 or more. */
  readonly start: number;
  /** How many section 9 admits at most; absent where it does not say. */
  readonly statedMost?: number;
  /** Absent where the number does not change. */
  readonly autoscale?: AutoscalePolicy;
  /** What `cpu` is a share of. */
  readonly cpuCores?: number;
  /** What `memory` is a share of. */
  readonly memoryBytes?: Bytes;
  /** Calls that one instance works on at the same time, at most. */
  readonly concurrency?: number;
  /** Sentences about what section 9 wants and does not say enough about. */
  readonly notes: readonly string[];
}

/** The statements that the number of instances is made of. */
export const instancesEnforce: readonly StatementPattern[] = [
  'scaling/horizontal/*/service',
  'scaling/horizontal/*/min',
  'scaling/horizontal/*/max',
  'scaling/trigger/cpu/*',
  'scaling/trigger/memory/*',
  'scaling/trigger/request-rate/*',
];

/** Plans the instances of a service that runs here as a command; of anything else there is one, or they are not ours. */
export function instancesPlan(
  service: string,
  model: Model,
  binding: ServiceBinding | undefined,
): InstancesPlan | undefined {
  if (binding?.command === undefined) return undefined;
  const stated = instancesByName(model).get(service);
  const bounds = boundsOf(binding, stated);
  const concurrency = capacityByName(model).get(service)?.concurrency?.value ?? 0;
  const statedMost = known(stated?.maxInstances);
  const saysNothing = stated === undefined && binding.instances === undefined;
  return {
    start: bounds.start,
    ...(statedMost !== undefined && { statedMost }),
    ...(concurrency > 0 && { concurrency }),
    ...(saysNothing ? { notes: [] } : growth(service, model, bounds)),
  };
}

/** What the profile says of here goes before what section 9 says of everywhere. */
function boundsOf({ instances }: ServiceBinding, stated: HorizontalScaling | undefined): Bounds {
  const here = instances?.value;
  return {
    start: Math.max(1, here?.least ?? known(stated?.minInstances) ?? 1),
    most: here?.most ?? known(stated?.maxInstances),
    isUnbounded: stated?.unbounded !== undefined,
  };
}

/** Whether calls to a service may be shared out among several instances here. */
export function mayBeSeveral({ start, autoscale }: InstancesPlan): boolean {
  return start > 1 || (autoscale?.maxInstances ?? 1) > 1;
}

interface Bounds {
  readonly start: number;
  readonly most: number | undefined;
  readonly isUnbounded: boolean;
}

type Growth = Pick<InstancesPlan, 'autoscale' | 'cpuCores' | 'memoryBytes' | 'notes'>;

function growth(service: string, model: Model, { start, most, isUnbounded }: Bounds): Growth {
  const { triggers } = model.overview.scaling;
  if (most === undefined) {
    const why = isUnbounded ? 'does not bound how many instances it has' : 'does not say how many it has at most';
    return { notes: triggers.length === 0 ? [] : [`${service} keeps ${count(start)}, since section 9 ${why}`] };
  }
  if (most <= start) return { notes: [] };
  const size = model.overview.scaling.vertical.find((row) => nameOf(model, row.service) === service);
  const cpuCores = known(size?.cpuCores);
  const memoryBytes = known(size?.memoryBytes);
  const read = triggers.map((trigger) => readTrigger(service, trigger, { cpuCores, memoryBytes }));
  const usable = read.flatMap((result) => (typeof result === 'string' ? [] : [result]));
  const notes = read.flatMap((result) => (typeof result === 'string' ? [result] : []));
  if (usable.length === 0) {
    const none = `${service} keeps ${count(start)} of ${most}, since section 9 states no trigger that can be watched here`;
    return { notes: [...notes, none] };
  }
  return {
    autoscale: { minInstances: start, maxInstances: most, triggers: usable },
    ...(cpuCores !== undefined && { cpuCores }),
    ...(memoryBytes !== undefined && { memoryBytes }),
    notes,
  };
}

/** A trigger that can be watched, or the sentence that says why it cannot. */
function readTrigger(
  service: string,
  { metric: { value: metric }, above, forMs }: ScalingTrigger,
  size: { readonly cpuCores: number | undefined; readonly memoryBytes: Bytes | undefined },
): AutoscaleTrigger | string {
  const off = (why: string): string => `${words[metric]} does not scale ${service}: ${why}`;
  if (metric === 'queue-length' || metric === 'latency')
    return off('only CPU, memory and request rate are watched here');
  if (above === undefined) return off('section 9 does not say above which value');
  if (forMs === undefined) return off('section 9 does not say for how long it must be above its value');
  if (metric === 'cpu' && size.cpuCores === undefined)
    return off(
      `section 9 does not say how many cores an instance has; add e.g. "${service}: 1 CPU core" under Vertical Scaling`,
    );
  if (metric === 'memory' && size.memoryBytes === undefined)
    return off(
      `section 9 does not say how much memory an instance has; add e.g. "${service}: 1 GB RAM" under Vertical Scaling`,
    );
  return { metric, above: above.value, forMs: forMs.value };
}

const words: Readonly<Record<ScalingTrigger['metric']['value'], string>> = {
  cpu: 'CPU',
  memory: 'Memory',
  'request-rate': 'Request rate',
  'queue-length': 'Queue length',
  latency: 'Latency',
};

function count(instances: number): string {
  return instances === 1 ? '1 instance' : `${instances} instances`;
}
