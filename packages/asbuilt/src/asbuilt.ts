import type * as Start from '#cli/start';
import { loadBundle } from '#files/load-bundle';

/** What scripts/bundle.mjs puts in. */
declare const bundled: {
  /** The name of the bundle of cli/start.ts, without its ending. */
  readonly name: string;
  /** The flags of V8 that the kept code was made with. */
  readonly v8Flags: string;
};

/* The published entry: as little as it takes to load the bundle, which has everything else. */
const { start }: typeof Start = loadBundle(bundled.name, bundled.v8Flags);
void start(process.argv.slice(2));
