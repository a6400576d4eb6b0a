import { instancesByName, nameOf } from '#derive/by-name';
import { fitsTimes } from '#derive/machines';
import type { Cost, VerticalScaling } from '#model/index';
import type { Note } from '../finding.ts';
import type { Report, Rule } from '../rule.ts';
import { memory, quoted } from '../say.ts';

/** Sections 9 and 11: the machine that is planned against the one that is priced. */
export const instancesFitTheirTier: Rule = {
  name: 'instances-fit-their-tier',
  sentence: 'The machine that is priced is the one that is planned',
  severity: 'error',
  holds: ['scaling/vertical/*/cpu', 'scaling/vertical/*/memory', 'costs/*/cpu', 'costs/*/memory', 'costs/*/machines'],
  check({ model }, report) {
    const planned = new Map(model.overview.scaling.vertical.map((row) => [nameOf(model, row.service), row]));
    const instances = instancesByName(model);
    for (const cost of model.overview.costs) {
      const name = nameOf(model, cost.service);
      const row = planned.get(name);
      const times = row && fitsTimes(row, cost);
      if (row === undefined || times === undefined || times === 1) continue;
      if (times < 1) reportTooSmall(row, cost, report);
      else reportTooLarge(row, cost, { times, least: instances.get(name)?.minInstances?.value }, report);
    }
  },
};

type Sized = Pick<VerticalScaling, 'cpuCores' | 'memoryBytes'>;

/** `2 cores, 4 GB` */
function size({ cpuCores, memoryBytes }: Sized): string {
  const cores = cpuCores === undefined ? [] : [`${cpuCores.value} core${cpuCores.value === 1 ? '' : 's'}`];
  return [...cores, ...(memoryBytes === undefined ? [] : [memory(memoryBytes.value)])].join(', ');
}

function note({ service, ...row }: VerticalScaling): Note {
  const [first = service] = [row.cpuCores, row.memoryBytes].filter((stated) => stated !== undefined);
  return { message: `An instance of ${quoted(service.value)} is planned with ${size(row)}`, span: first.span };
}

function reportTooSmall(row: VerticalScaling, cost: Cost, report: Report): void {
  const name = quoted(row.service.value);
  report({
    message: `${name} is planned with ${size(row)}, but what is priced has ${size(cost)}: the instance does not fit, or costs more`,
    span: (cost.cpuCores ?? cost.memoryBytes ?? cost.service).span,
    notes: [note(row)],
    help: `Price a machine of ${size(row)}, or plan ${name} smaller.`,
  });
}

interface Room {
  /** How often the instance fits into the machine. */
  readonly times: number;
  readonly least: number | undefined;
}

/** A larger machine is right where several instances share it, and paid for in part for nothing where they do not. */
function reportTooLarge(row: VerticalScaling, cost: Cost, { times, least }: Room, report: Report): void {
  const together = Math.floor(times);
  // Less than another instance is a remainder that no tier avoids.
  if (together < 2) return;
  const machines = cost.machines?.value ?? 1;
  const isFull = least !== undefined && least >= together * machines;
  const name = quoted(row.service.value);
  const unused = least === undefined || isFull ? '' : `; with ${least} of them, part of it is paid for nothing`;
  report({
    severity: isFull || least === undefined ? 'info' : 'warning',
    message: `${name} is planned with ${size(row)} an instance, but what is priced has ${size(cost)}: room for ${together} instances${machines === 1 ? '' : ' on each machine'}${unused}`,
    span: (cost.cpuCores ?? cost.memoryBytes ?? cost.service).span,
    notes: [note(row)],
    help: `Price a machine of ${size(row)} for each instance, plan larger instances, or say with an exception that ${together} share a machine.`,
  });
}
