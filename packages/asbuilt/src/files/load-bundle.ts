import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** What the bundle exports. */
export interface Bundle {
  readonly start: (argv: readonly string[]) => Promise<void>;
  /** What a thread of its own does. */
  readonly work: () => Promise<void>;
}

/**
 * Loads the bundle (CommonJS) of this name, which lies beside this one.
 *
 * It is run from the code that V8 compiled when the bundle was made, which takes a quarter off a cold `asbuilt check`.
 * Where V8 is another one it is compiled as usual. Kept code cannot import: what does lies in files of its own.
 *
 * @param v8Flags those that the kept code was made with; absent in a thread, where they are set already
 */
export function loadBundle(name: string, v8Flags?: string): Bundle {
  const file = join(__dirname, `${name}.js`);
  const kept = join(__dirname, `${name}-${process.versions.v8}-${process.arch}.cache`);
  const bundle: Bundle = existsSync(kept) ? runKept(file, kept, v8Flags) : require(file);
  return bundle;
}

/**
 * scripts/keep-compiled.mjs wraps the bundle in the same way: V8 takes kept code back for the same text only. The bundle is
 * ASCII.
 */
function runKept(file: string, kept: string, v8Flags: string | undefined): Bundle {
  if (v8Flags !== undefined) setFlagsFromString(v8Flags);
  const script = new Script(`(function(module,exports,require){${readFileSync(file, 'latin1')}\n})`, {
    filename: file,
    cachedData: readFileSync(kept),
  });
  const empty = (): Promise<never> => Promise.reject(new Error(`${file} is empty.`));
  const module: { exports: Bundle } = { exports: { start: empty, work: empty } };
  script.runInThisContext()(module, module.exports, require);
  return module.exports;
}
