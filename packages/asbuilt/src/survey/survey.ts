import { printOverview } from '@asbuilt/core/overview';
import { capsuleOf, infrastructureOf, type Subject, secretsOf } from './capsule.ts';
import { companionsOf } from './companions-of.ts';
import { readFacts } from './facts.ts';
import type { Found } from './found.ts';
import { overviewOf } from './overview.ts';
import { httpPortsOf } from './ports.ts';
import type { Repository } from './repository.ts';
import { unknownContainers } from './stores-of.ts';
import { systemOf } from './system.ts';

/** A first overview of a repository, and where each value of it comes from. */
export interface Survey {
  /** The overview as Markdown. */
  readonly text: string;
  /** `Web`: what the overview says it is, by which file. */
  readonly taken: readonly Taken[];
  /** What the files name and the survey does not understand. */
  readonly left: readonly Found<string>[];
  readonly services: number;
}

export interface Taken extends Found<string> {
  readonly what: string;
}

/** What only people know is open for now: as long as it calls itself a draft, that is no error of the document. */
const frontMatter = '---\nstatus: "draft"\ntype: "architecture"\n---\n\n';

/** Reads a repository and writes down what its files say; `folderName` names the project where no manifest does. */
export async function survey(repository: Repository, folderName: string): Promise<Survey> {
  const facts = await readFacts(repository);
  const rootName = facts.manifests.find(({ folder, name }) => folder === '.' && name !== undefined)?.name;
  const project = rootName === undefined ? folderName : lastPart(rootName.value);
  const system = systemOf(facts, project);
  const companions = companionsOf(system.services.flatMap(({ app }) => app ?? []));
  const subject: Subject = { project, facts, system, companions };
  return {
    text: frontMatter + printOverview(overviewOf(subject)),
    taken: [...(rootName ? [{ what: 'project', ...rootName }] : []), ...takenFrom(subject)],
    left: unknownContainers(facts),
    services: system.services.length,
  };
}

/** `@acme/shop` is shop, `github.com/acme/shop` too. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function takenFrom(subject: Subject): readonly Taken[] {
  const { facts, system, companions } = subject;
  const infrastructure = infrastructureOf(facts);
  const secrets = secretsOf(facts);
  const isOpen = typeof capsuleOf(subject).httpPort?.value !== 'number';
  return [
    ...httpPortsOf(facts, system).map((port) => ({
      ...port,
      what: isOpen ? 'port (one of several)' : 'port',
      value: String(port.value),
    })),
    ...(infrastructure ? [{ what: 'infra', ...infrastructure }] : []),
    ...(secrets ? [{ what: 'secrets', ...secrets }] : []),
    ...system.services.map(({ name, because }) => ({ what: name, ...because })),
    ...system.calls.map(({ from, to, because }) => ({ what: `${from.name} → ${to.name}`, ...because })),
    ...companions.map(({ companion, because }) => ({ ...because, what: companion.says, value: companion.name })),
  ];
}
