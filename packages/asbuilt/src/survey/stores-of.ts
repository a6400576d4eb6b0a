import type { App } from './apps.ts';
import type { Facts } from './facts.ts';
import type { Found } from './found.ts';
import { type Store, storeOfDriver, storeOfImage } from './knowledge/stores.ts';
import type { ComposeService } from './readers/compose.ts';

/** A service that somebody else wrote: a database, a cache, a queue … */
export interface SurveyedStore {
  readonly store: Store;
  readonly compose?: ComposeService;
  /** What it was told by. */
  readonly because: Found<string>;
}

/** The servers that containers run, and those that no container runs but some service has a driver for. */
export function storesOf(facts: Facts, apps: readonly App[]): readonly SurveyedStore[] {
  const contained = facts.compose.flatMap((compose): readonly SurveyedStore[] => {
    const store = compose.image && compose.build === undefined ? storeOfImage(compose.image.value) : undefined;
    return store === undefined || compose.image === undefined ? [] : [{ store, compose, because: compose.image }];
  });
  const known = new Set(contained.map(({ store }) => store));
  const driven = driversOf(apps).filter(({ store }) => !known.has(store) && !speaksTo(store, known));
  return [...contained, ...new Map(driven.map((found) => [found.store, found] as const)).values()];
}

/** MariaDB is spoken to with the drivers of MySQL. */
function speaksTo(store: Store, known: ReadonlySet<Store>): boolean {
  return [...known].some(({ kind, protocol }) => kind === store.kind && protocol === store.protocol);
}

function driversOf(apps: readonly App[]): readonly SurveyedStore[] {
  return apps.flatMap(({ manifests }) =>
    manifests.flatMap(({ dependencies }) =>
      dependencies.flatMap(({ name, range, isRuntime, file, line }) => {
        const store = isRuntime ? storeOfDriver(name) : undefined;
        return store === undefined ? [] : [{ store, because: { value: `${name} ${range}`.trim(), file, line } }];
      }),
    ),
  );
}

/** Containers whose image is none that a survey knows: left to people. */
export function unknownContainers(facts: Facts): readonly Found<string>[] {
  return facts.compose.flatMap(({ name, image, build }) =>
    build === undefined && (image === undefined || storeOfImage(image.value) === undefined) ? [image ?? name] : [],
  );
}
