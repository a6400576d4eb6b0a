import { resolve } from 'node:path';
import { type Invocation, type Io, UsageError } from './command.ts';
import { fileOf } from './options.ts';

/** The files that a command line names: one, or several. */
export type NamedFiles =
  | { readonly areSeveral: false; readonly files: readonly [string] }
  | { readonly areSeveral: true; readonly files: readonly string[] };

/** What `[files...]` stands for: patterns are filled in, and each file counts once. Throws a `UsageError` for a pattern that matches nothing. */
export async function filesOf(invocation: Invocation, { cwd }: Io): Promise<NamedFiles> {
  const { args } = invocation;
  const [first = fileOf(invocation), ...others] = args;
  if (others.length === 0 && !mayBeGlob(first)) return { areSeveral: false, files: [first] };
  if (args.includes('-')) throw new UsageError('standard input is one document: check it alone.');
  const { filesMatching, isGlob } = await import('#files/glob');
  if (others.length === 0 && !isGlob(cwd, first)) return { areSeveral: false, files: [first] };
  const named = await Promise.all(args.map(async (arg) => (isGlob(cwd, arg) ? filesMatching(cwd, arg) : [arg])));
  const byPath = new Map(named.flat().map((file) => [resolve(cwd, file), file]));
  return { areSeveral: true, files: [...byPath.values()] };
}

/** Looked at first, so that a file with a plain name costs nothing. */
function mayBeGlob(name: string): boolean {
  return /[*?[{]/.test(name);
}
