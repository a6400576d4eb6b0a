import type { Stated } from '@asbuilt/core/model';
import type { Facts } from '#survey/facts';
import { companions } from '#survey/knowledge/companions';
import { storesIn, versionOfImage } from '#survey/knowledge/stores';
import type { Difference } from './comparison.ts';
import { placeInRepository } from './document.ts';
import { isReadWhole } from './manifests.ts';
import { oneOfEach, speaksLike, type Used } from './used-stores.ts';

const rule = 'database-is-used';

/** The capsule names a database that nothing speaks to: there is another one, or there is none. */
export function wrongDatabase(stated: Stated<string>, used: readonly Used[], facts: Facts): readonly Difference[] {
  const [named, ...more] = storesIn(stated.value).filter(({ kind }) => kind === 'database');
  const databases = oneOfEach(used.filter(({ store }) => store.kind === 'database'));
  if (named === undefined) return [];
  if (databases.some(({ store }) => [named, ...more].some((one) => speaksLike(one, store)))) return [];
  const [other] = databases;
  const at = { in: 'overview', span: stated.span } as const;
  if (other !== undefined) {
    return [
      {
        rule,
        message: `The overview says ${named.name}, but the repository uses ${other.store.name}`,
        at,
        notes: databases.map(({ store, because }) => ({
          ...placeInRepository(because),
          message: `${because.value} is for ${store.name}`,
        })),
        help: `Write ${other.store.name} here, or use ${named.name}.`,
      },
    ];
  }
  if (!tellsAll(facts)) return [];
  return [
    {
      rule,
      message: `The overview says ${named.name}, but nothing in the repository speaks to it`,
      at,
      notes: facts.manifests.map(({ file }) => {
        const message = `No driver for ${named.name} is among these dependencies`;
        return { in: 'repository', file, line: 1, message } as const;
      }),
      help: `Write the database that is used, or depend on a driver for ${named.name}.`,
    },
  ];
}

/** Whether a driver would have to be in a manifest that was read: no other may have it, and no library that brings its own. */
function tellsAll(facts: Facts): boolean {
  const libraries = new Set(companions.flatMap(({ says, packages }) => (says === 'orm' ? packages : [])));
  const hasLibrary = facts.manifests.some(({ dependencies }) => dependencies.some(({ name }) => libraries.has(name)));
  return facts.manifests.length > 0 && isReadWhole(facts) && !hasLibrary;
}

/** The capsule names another version than a container runs: `PostgreSQL 18` beside the image `postgres:16`. */
export function wrongVersions(stated: Stated<string>, used: readonly Used[]): readonly Difference[] {
  return used.flatMap(({ store, because }) => {
    const version = new RegExp(`(?:${store.said.source})\\s*v?(\\d+)`, 'i').exec(stated.value)?.[1];
    const runs = versionOfImage(because.value);
    if (store.kind !== 'database' || version === undefined || runs === undefined || version === runs) return [];
    return [
      {
        rule,
        message: `The overview says ${store.name} ${version}, but the container runs ${store.name} ${runs}`,
        at: { in: 'overview', span: stated.span },
        notes: [{ ...placeInRepository(because), message: `${because.value} stands here` }],
        help: 'Write the version that runs, or run the one that is stated.',
      },
    ];
  });
}
