import type { Facts } from '#survey/facts';
import type { Found } from '#survey/found';
import { type Store, storeOfDriver, storeOfImage } from '#survey/knowledge/stores';

/** A server that some file tells of, by a container or by a driver. */
export interface Used {
  readonly store: Store;
  readonly because: Found<string>;
}

/** The servers that the repository runs or speaks to, containers first: they tell more than a driver does. */
export function usedStores({ compose, manifests }: Facts): readonly Used[] {
  const contained = compose.flatMap(({ image, build }): readonly Used[] => {
    const store = image && build === undefined ? storeOfImage(image.value) : undefined;
    return store === undefined || image === undefined ? [] : [{ store, because: image }];
  });
  const driven = manifests.flatMap(({ dependencies }) =>
    dependencies.flatMap(({ name, isRuntime, file, line }): readonly Used[] => {
      const store = isRuntime ? storeOfDriver(name) : undefined;
      return store === undefined ? [] : [{ store, because: { value: name, file, line } }];
    }),
  );
  return [...contained, ...driven];
}

/** Each product once, with the first file that tells of it. */
export function oneOfEach(used: readonly Used[]): readonly Used[] {
  return used.filter(({ store }, index) => used.findIndex((other) => other.store === store) === index);
}

/** Whether what speaks to the one speaks to the other: MariaDB takes the drivers of MySQL. */
export function speaksLike(one: Store, other: Store): boolean {
  return one.kind === other.kind && one.protocol === other.protocol;
}
