import { plan } from '@asbuilt/core/derive';
import { known } from '@asbuilt/core/model';
import type { Found } from '#survey/found';
import { examplePorts } from '#survey/ports';
import type { ComposeService } from '#survey/readers/compose';
import type { Comparison, Difference, DriftSubject, Place } from './comparison.ts';
import { placeInProfile, placeInRepository } from './document.ts';
import type { Program } from './programs.ts';

/** The port of the profile, else of the capsule, is the one that containers publish and the example environment sets. */
export function comparePorts({ project, facts }: DriftSubject, programs: readonly Program[]): Comparison {
  const right = statedPort(project);
  const published = entriesOf({ project, facts }, programs).filter((ports) => ports.length > 0);
  const examples = examplePorts(facts);
  const what = 'ports';
  if (right === undefined) return { what, compared: 0, differences: [] };
  // Of several published ports one may be for something else, metrics or TLS.
  const wrong = published.flatMap((ports) =>
    ports.some(({ value }) => value === right.port) ? [] : ports.slice(0, 1),
  );
  return {
    what,
    compared: statedPorts(project) + published.length + examples.length,
    differences: [...wrong, ...examples.filter(({ value }) => value !== right.port)].map((found) =>
      differs(found, right),
    ),
  };
}

type Ports = readonly Found<number>[];

/** How many places of document and profile name the port. */
function statedPorts({ draft: { overview }, profile }: DriftSubject['project']): number {
  const inDocument = [overview.task.profile?.httpPort, overview.capsule.httpPort].map(known);
  return [...inDocument, profile?.profile.httpPort?.value].filter((port) => port !== undefined).length;
}

interface StatedPort {
  readonly port: number;
  readonly place: Place;
}

/** The most binding one: the profile is what runs. That the document repeats it rightly is a rule of its own. */
function statedPort({ profile, model }: DriftSubject['project']): StatedPort | undefined {
  const inProfile = profile?.profile.httpPort;
  if (profile !== undefined && inProfile !== undefined) {
    return { port: inProfile.value, place: placeInProfile(profile, inProfile) };
  }
  const { httpPort } = model.overview.capsule;
  return httpPort && { port: httpPort.value, place: { in: 'overview', span: httpPort.span } };
}

/** The ports that containers publish which are called from outside: programs of the repository, and images such as proxies. */
function entriesOf({ project: { model }, facts }: DriftSubject, programs: readonly Program[]): readonly Ports[] {
  const entries = new Set(plan(model).edges.flatMap(({ entry, to }) => (entry ? [to] : [])));
  const names = new Map(programs.map(({ app, describedAs }) => [app.compose, describedAs]));
  const isEntry = (container: ComposeService): boolean => {
    const name = names.has(container) ? names.get(container) : model.resolve(container.name.value)?.name;
    return name !== undefined && entries.has(name);
  };
  return facts.compose.filter(isEntry).map(({ published }) => published);
}

function differs(found: Found<number>, { port, place }: StatedPort): Difference {
  const where = place.in === 'overview' ? 'the overview' : 'the profile';
  return {
    rule: 'ports-agree',
    message: `The port is ${found.value} in ${found.file}, but ${port} in ${where}`,
    at: placeInRepository(found),
    notes: [{ ...place, message: `Port ${port} stands here` }],
    help: `Write ${port} here, or change the port everywhere, the profile first.`,
  };
}
