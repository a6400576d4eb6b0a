import { type App, appsOf } from '#survey/apps';
import { nameOf } from '#survey/found';
import { titled } from '#survey/names';
import type { DriftSubject } from './comparison.ts';

/** A service that the repository holds the code of, and what the overview calls it. */
export interface Program {
  readonly app: App;
  /** The participant that it is; absent where the overview speaks of none. */
  readonly describedAs?: string;
}

/** Names that mean the same kind of program. */
const kinds: Readonly<Record<Exclude<App['kind'], 'unknown'>, readonly string[]>> = {
  frontend: ['frontend', 'web', 'website', 'web app', 'app', 'ui', 'client', 'site'],
  api: ['api', 'backend', 'server'],
  worker: ['worker', 'workers', 'jobs', 'background jobs'],
};

/** The programs of the repository. A name that fits exactly goes before one that fits roughly, and no service is two programs. */
export function programsOf(subject: DriftSubject): readonly Program[] {
  const { project, facts } = subject;
  const apps = appsOf(facts, project.model.overview.capsule.project?.value ?? '');
  const described = new Map<App, string>();
  for (const namesOf of [boundNames, ownNames, likelyNames]) {
    for (const app of apps) {
      if (described.has(app)) continue;
      const taken = new Set(described.values());
      const name = namesOf(app, apps, subject).find((candidate) => !taken.has(candidate));
      if (name !== undefined) described.set(app, name);
    }
  }
  return apps.map((app) => {
    const describedAs = described.get(app) ?? described.get(twinOf(app, apps) ?? app);
    return { app, ...(describedAs !== undefined && { describedAs }) };
  });
}

type NamesOf = (app: App, apps: readonly App[], subject: DriftSubject) => readonly string[];

/** The services that the profile runs in the program's folder. */
const boundNames: NamesOf = (app, _, { project }) => {
  const bindings = project.profile?.profile.services ?? [];
  const inFolder = bindings.filter(({ cwd }) => cwd !== undefined && plainPath(cwd.value) === folderOfApp(app));
  return inFolder.map(({ service }) => service.value);
};

/** What is called like the program, its folder or its container. */
const ownNames: NamesOf = (app, _, { project }) => {
  const wanted = new Set([app.said, nameOf(folderOfApp(app)), app.compose?.name.value ?? app.said].map(plainName));
  return participantsOf(project).filter((name) => wanted.has(plainName(name)));
};

/** What the overview may mean: a similar name, or one for its kind. The program of a repository that has but one is the system itself. */
const likelyNames: NamesOf = (app, apps, { project }) => {
  const alike = [titled(app.said), ...synonymsOf(app, apps)].flatMap((name) => {
    const found = project.model.resolve(name);
    return found === undefined || found.kind === 'actor' ? [] : [found.name];
  });
  return folderOfApp(app) === '.' ? [...alike, ...participantsOf(project)] : alike;
};

function synonymsOf(app: App, apps: readonly App[]): readonly string[] {
  const byName = Object.values(kinds).find((names) => names.some((name) => plainName(name) === plainName(app.said)));
  const isOnly = apps.filter(({ kind }) => kind === app.kind).length === 1;
  return byName ?? (isOnly && app.kind !== 'unknown' ? kinds[app.kind] : []);
}

/** Another program of the same folder: a container that migrates, seeds or works through a queue is built from the same code. */
function twinOf(app: App, apps: readonly App[]): App | undefined {
  return apps.find((other) => other !== app && folderOfApp(other) === folderOfApp(app));
}

function participantsOf({ model }: DriftSubject['project']): readonly string[] {
  return model.participants.filter(({ kind }) => kind !== 'actor').map(({ name }) => name);
}

function folderOfApp({ manifests: [first], compose }: App): string {
  return first?.folder ?? compose?.build?.value ?? '.';
}

function plainPath(path: string): string {
  const plain = path.replace(/^\.\//, '').replace(/\/+$/, '');
  return plain === '' ? '.' : plain;
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
