import { type Store, type StoreKind, storesIn } from '#survey/knowledge/stores';
import type { Comparison, Difference, DriftSubject } from './comparison.ts';
import { wrongDatabase, wrongVersions } from './database.ts';
import { placeInRepository, servicesPlace, systemTexts } from './document.ts';
import { oneOfEach, speaksLike, type Used, usedStores } from './used-stores.ts';

/** The servers (databases, caches, queues …) that the repository runs or speaks to are those that the overview names. */
export function compareStores(subject: DriftSubject): Comparison {
  const { project, facts } = subject;
  const used = usedStores(facts);
  const database = project.model.overview.capsule.database;
  const wrong = database === undefined ? [] : wrongDatabase(database, used, facts);
  // One finding for one cause: when the capsule names another database, that is where it is told.
  const others = wrong.length === 0 ? used : used.filter(({ store }) => store.kind !== 'database');
  return {
    what: 'servers',
    compared: oneOfEach(used).length + (used.length === 0 ? wrong.length : 0),
    differences: [
      ...wrong,
      ...(database === undefined ? [] : wrongVersions(database, used)),
      ...oneOfEach(others.filter(isUnnamedIn(subject))).map((found) => notNamed(found, subject)),
    ],
  };
}

/** What the overview may call a service of each kind without naming the product. */
const kindNames: Readonly<Record<StoreKind, readonly string[]>> = {
  database: ['database', 'db', 'data store'],
  cache: ['cache'],
  queue: ['queue', 'broker', 'message broker'],
  storage: ['storage', 'object storage'],
  search: ['search', 'search index'],
  auth: ['auth', 'identity provider'],
  proxy: ['proxy', 'reverse proxy', 'load balancer', 'gateway', 'ingress'],
};

/** A server is named by its product, or by its kind where the overview names no product of that kind. */
function isUnnamedIn({ project: { draft, model } }: DriftSubject): (used: Used) => boolean {
  const named = new Set(systemTexts(draft).flatMap(({ value }) => storesIn(value)));
  const hasKind = (kind: StoreKind): boolean =>
    kindNames[kind].some((name) => {
      const found = model.resolve(name);
      return found !== undefined && found.kind !== 'actor';
    });
  const isNamed = (store: Store): boolean =>
    [...named].some((one) => one === store || speaksLike(one, store)) ||
    (hasKind(store.kind) && ![...named].some(({ kind }) => kind === store.kind));
  return ({ store }) => !isNamed(store);
}

function notNamed({ store, because }: Used, { project }: DriftSubject): Difference {
  return {
    rule: 'services-are-described',
    message: `The repository uses ${store.name} (${because.value}), and the overview does not name it`,
    at: placeInRepository(because),
    notes: [{ ...servicesPlace(project.draft), message: 'The services of the overview' }],
    help: `Add ${store.name} to the services of ${project.file}, or name it where the overview says what it is for.`,
  };
}
