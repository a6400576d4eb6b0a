import type { Capacity, HorizontalScaling, Load, ScalingTrigger } from '#model/index';
import { bullets, type Column, table, under } from '../print/markdown.ts';
import { cores, duration, memory, number, threshold } from '../print/units.ts';
import type { Chapter } from './chapter.ts';

/** How the system grows: instances, their size, and what adds one. */
export const scaling: Chapter = {
  title: 'Scaling',
  draws: ['scaling/**'],
  blocks: ({ overview: { scaling: plan } }) => [
    ...under(
      3,
      'Instances',
      table(plan.horizontal, [
        { title: 'Service', cell: ({ service }) => service },
        { title: 'Instances', cell: instancesOf },
      ]),
    ),
    ...under(
      3,
      'Size of an instance',
      table(plan.vertical, [
        { title: 'Service', cell: ({ service }) => service },
        { title: 'Processor', cell: ({ cpuCores }) => cpuCores && cores(cpuCores.value) },
        { title: 'Memory', cell: ({ memoryBytes }) => memoryBytes && memory(memoryBytes.value) },
      ]),
    ),
    ...under(3, 'Load', table(plan.loads, loadColumns)),
    ...under(3, 'Capacity', table(plan.capacities, capacityColumns)),
    ...under(3, 'An instance is added when', bullets(plan.triggers.map(condition))),
  ],
};

/** `2 to 10`, `at least 2`, `as many as the platform gives`, with read replicas where they are stated. */
export function instancesOf({
  minInstances,
  maxInstances,
  unbounded,
  readReplicas,
}: HorizontalScaling): string | undefined {
  const bounds = [
    range(minInstances?.value, maxInstances?.value),
    unbounded && 'as many as the platform gives',
    readReplicas && 'read replicas',
  ];
  return bounds.filter((bound) => bound !== undefined).join(', ') || undefined;
}

function range(min: number | undefined, max: number | undefined): string | undefined {
  if (min !== undefined && max !== undefined) return min === max ? number(min) : `${number(min)} to ${number(max)}`;
  if (min !== undefined) return `at least ${number(min)}`;
  return max === undefined ? undefined : `at most ${number(max)}`;
}

const loadColumns: readonly Column<Load>[] = [
  { title: 'Service', cell: ({ service }) => service ?? 'the whole system' },
  { title: 'At most arrives', cell: ({ requestsPerSecond }) => `${number(requestsPerSecond.value)} requests/s` },
];

const capacityColumns: readonly Column<Capacity>[] = [
  { title: 'Service', cell: ({ service }) => service },
  {
    title: 'An instance answers',
    cell: ({ requestsPerSecond }) => requestsPerSecond && `${number(requestsPerSecond.value)} requests/s`,
  },
  { title: 'At the same time', cell: ({ concurrency }) => concurrency && number(concurrency.value) },
  { title: 'Time of a request', cell: ({ requestMs }) => requestMs && duration(requestMs.value) },
  { title: 'Connections of an instance', cell: ({ poolConnections: pool }) => pool && number(pool.value) },
  { title: 'Connections accepted', cell: ({ maxConnections: most }) => most && number(most.value) },
];

function condition({ metric, above, forMs }: ScalingTrigger): string {
  const words = {
    cpu: 'processor use',
    memory: 'memory use',
    'request-rate': 'request rate',
    'queue-length': 'queue length',
    latency: 'latency',
  };
  const limit =
    above === undefined ? 'rises (no threshold is stated)' : `is above ${threshold(metric.value, above.value)}`;
  return `${words[metric.value]} ${limit}${forMs === undefined ? '' : ` for ${duration(forMs.value)}`}`;
}
