import { readFile } from 'node:fs/promises';
import { inBatches } from './batches.ts';
import { codeOf, tryFile } from './failure.ts';
import { placeInside } from './inside.ts';
import { stampState, unixLines } from './stamp.ts';

/** A file that is derived from an overview. */
export interface DerivedFile {
  /** Relative to the overview's folder. */
  readonly path: string;
  /** What belongs into it, stamp included. */
  readonly text: string;
  /** What becomes of a text that stands there already, for files that people go on writing; undefined for one that is none of that kind. */
  readonly laidInto?: (found: string) => string | undefined;
}

/**
 * How a derived file stands on the disk: `current` has what belongs into it, `missing` is not there, `stale` is what
 * the overview derived at another time, `edited` was changed by hand since, `foreign` was not derived by asbuilt.
 */
export type DerivedState = 'current' | 'missing' | 'stale' | 'edited' | 'foreign';

/** A derived file beside what stands in its place. */
export interface Placed extends Pick<DerivedFile, 'path' | 'text'> {
  /** Absolute, links followed; inside the overview's folder. */
  readonly realPath: string;
  readonly state: DerivedState;
  /** What stands there now; absent when the file is missing. */
  readonly found?: string;
}

export async function placeDerived(folder: string, files: readonly DerivedFile[]): Promise<readonly Placed[]> {
  return inBatches(files, (file) => place(folder, file));
}

async function place(folder: string, file: DerivedFile): Promise<Placed> {
  const realPath = await placeInside(folder, file.path);
  const found = await tryFile(
    () => textIfThere(realPath),
    (reason) => `${file.path} cannot be read: ${reason}.`,
  );
  const laid = found === undefined ? undefined : file.laidInto?.(found);
  const text = laid ?? file.text;
  const state = stateOf(text, found);
  // Nobody's work is lost where it is written on.
  const kept = laid !== undefined && isByHand({ state }) ? 'stale' : state;
  return { path: file.path, text, realPath, state: kept, ...(found !== undefined && { found }) };
}

async function textIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function stateOf(text: string, found: string | undefined): DerivedState {
  if (found === undefined) return 'missing';
  if (unixLines(found) === unixLines(text)) return 'current';
  const states = { intact: 'stale', edited: 'edited', none: 'foreign' } as const;
  return states[stampState(found)];
}

/** Whether a file carries work of somebody's hand, which a build must not overwrite unasked. */
export function isByHand({ state }: Pick<Placed, 'state'>): boolean {
  return state === 'edited' || state === 'foreign';
}
