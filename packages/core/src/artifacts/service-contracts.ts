import { errorBudgetMinutes } from '#derive/error-budget';
import type { Cost, Model, Service, Slo, VerticalScaling } from '#model/index';
import type { Artifact } from './artifact.ts';
import { rowsByService, type ServiceRows } from './by-service.ts';
import { placesOf, systemName } from './diagram/classify.ts';
import { type Neighbour, type Neighbours, neighboursOf } from './neighbours.ts';
import { type Block, facts, heading, page, table } from './print/markdown.ts';
import { cores, duration, memory, minutes, percent } from './print/units.ts';
import { costText } from './sections/costs.ts';
import { mitigationsOf } from './sections/failure-modes.ts';
import { instancesOf } from './sections/scaling.ts';

const contracts: Omit<Artifact, 'path'> = {
  isDefault: true,
  comment: 'markdown',
  draws: [
    'context-capsule/project',
    'context/boundary/**',
    'services/**',
    'data-flow/**',
    'failure-modes/*/scenario',
    'failure-modes/*/service',
    'failure-modes/*/impact',
    'failure-modes/*/mitigation/*',
    'failure-modes/*/timeout',
    'scaling/horizontal/**',
    'scaling/vertical/**',
    'costs/*/*',
    'slos/*/service',
    'slos/*/objective',
  ],
  derive: ({ model }) => {
    const { services } = model.overview;
    const contract = contractOf(model);
    return page([
      heading(1, `Service contracts of ${systemName(model)}`),
      ...(services.length === 0 ? ['The overview names no services.'] : services.flatMap(contract)),
    ]);
  },
};

/** docs/service-contracts.md: what each service offers, to whom, and what it promises. */
export const serviceContracts: Artifact = { path: 'docs/service-contracts.md', ...contracts };

/** output/service-contracts.md: the same document, where the overview's references expect it. */
export const serviceContractsReference: Artifact = { path: 'output/service-contracts.md', ...contracts };

function contractOf(model: Model): (service: Service) => readonly Block[] {
  const neighbours = neighboursOf(model);
  const rows = rowsByService(model);
  const places = placesOf(model);
  return (service) => {
    const participant = model.resolve(service.name.value);
    const name = participant?.name ?? service.name.value;
    const place = participant && places.get(participant);
    return [
      heading(2, service.name.value),
      ...promises(service, place, rows(name)),
      ...edges(neighbours(name)),
      ...failures(rows(name)),
    ];
  };
}

function promises(service: Service, place: string | undefined, rows: ServiceRows): readonly Block[] {
  return facts([
    ['Responsibility', service.responsibility],
    ['Interface', service.interface],
    ['Protocol', service.protocol],
    ['Runs as', place],
    ...rows.slos.map((slo) => ['Objective', objectiveOf(slo)] as const),
    ...rows.horizontal.map((row) => ['Instances', instancesOf(row)] as const),
    ...rows.vertical.map((row) => ['Size of an instance', sizeOf(row)] as const),
    ...rows.costs.map((cost) => ['Cost a month', costOf(cost)] as const),
  ]);
}

function objectiveOf({ objective }: Slo): string | undefined {
  if (objective === undefined) return undefined;
  return `${percent(objective.value)}, an error budget of ${minutes(errorBudgetMinutes(objective.value))} in a 30-day month`;
}

/** `2 cores, 4 GB`; nothing where neither is stated. */
export function sizeOf({ cpuCores, memoryBytes }: VerticalScaling): string | undefined {
  const parts = [cpuCores && cores(cpuCores.value), memoryBytes && memory(memoryBytes.value)];
  return parts.filter((part) => part !== undefined).join(', ') || undefined;
}

function costOf(cost: Cost): string | undefined {
  const parts = [costText(cost), cost.tier && `(${cost.tier.value})`];
  return parts.filter((part) => part !== undefined).join(' ') || undefined;
}

function edges({ callers, callees }: Neighbours): readonly Block[] {
  const purpose = { title: 'For', cell: ({ labels }: Neighbour) => labels.join(', ') };
  return [
    ...table(callers, [{ title: 'Called by', cell: ({ name }) => name }, purpose]),
    ...table(callees, [
      { title: 'Calls', cell: ({ name }) => name },
      purpose,
      { title: 'Protocol', cell: ({ protocol }) => protocol },
      { title: 'Gives up after', cell: ({ timeout }) => timeout && duration(timeout.value) },
    ]),
  ];
}

function failures({ failures: rows }: ServiceRows): readonly Block[] {
  return table(rows, [
    { title: 'When it fails', cell: ({ scenario }) => scenario },
    { title: 'Impact', cell: ({ impact }) => impact },
    { title: 'Mitigation', cell: mitigationsOf },
    { title: 'Given up after', cell: ({ timeoutMs }) => timeoutMs && duration(timeoutMs.value) },
  ]);
}
