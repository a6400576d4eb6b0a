import { loadBundle } from '#files/load-bundle';

/** What scripts/bundle.mjs puts in: the name of the bundle of cli/start.ts, without its ending. */
declare const bundled: { readonly name: string };

/* What a thread of `asbuilt check` begins with. It imports modules by a file of their own, as the whole command does. */
void loadBundle(bundled.name).work();
