/** What is to be dropped from caches: all, a path (`/posts/*` with what begins so), or what has a tag. */
export type Purge = { readonly all: true } | { readonly path: string } | { readonly tag: string };

/** Whether nothing at all is to be left. */
export function meansAll(purge: Purge): boolean {
  return 'all' in purge;
}

/** Whether something kept is meant. A path without a query means all of its queries. */
export function purges(purge: Purge, path: string, tags: ReadonlySet<string>): boolean {
  if ('all' in purge) return true;
  if ('tag' in purge) return tags.has(purge.tag);
  if (purge.path.endsWith('*')) return path.startsWith(purge.path.slice(0, -1));
  return path === purge.path || (!purge.path.includes('?') && path.split('?', 1)[0] === purge.path);
}
