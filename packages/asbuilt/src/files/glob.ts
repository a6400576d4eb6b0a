import type { Dirent } from 'node:fs';
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '#cli/command';
import { codeOf } from './failure.ts';

/** More alternatives in braces than this are a slip. */
const mostAlternatives = 1000;

/** Whether a name on the command line is a pattern, and not simply a file whose name has such characters. */
export function isGlob(cwd: string, name: string): boolean {
  return /[*?[{]/.test(name) && !existsSync(join(cwd, name));
}

/**
 * The files that a pattern matches, as it begins to name them, in the order of their names. `*` and `?` stand for
 * characters of one name, `[ab]` for one of several, `{a,b}` for alternatives, `**` for folders of any depth; folders of
 * packages and those that begin with a dot only where the pattern names them. Throws a `UsageError` where nothing matches.
 */
export async function filesMatching(cwd: string, pattern: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const alternative of alternatives(pattern)) {
    const root = alternative.startsWith('/') ? '/' : '';
    const parts = alternative
      .split('/')
      .filter((part, index, all) => part !== '' && (part !== '**' || all[index - 1] !== '**'));
    for (const file of await walk({ cwd, at: root }, parts)) found.add(file);
  }
  if (found.size === 0) throw new UsageError(`${pattern} matches no file.`);
  return [...found].toSorted();
}

/** A folder: `at` as the pattern begins to name it, '' for `cwd`. */
interface Place {
  readonly cwd: string;
  readonly at: string;
}

async function walk({ cwd, at }: Place, [part, ...rest]: readonly string[]): Promise<readonly string[]> {
  const path = (name: string): string => (at === '' || at.endsWith('/') ? `${at}${name}` : `${at}/${name}`);
  if (part === undefined) return [];
  if (part === '**') {
    const below = await namesIn({ cwd, at }, (entry) => entry.isDirectory() && isOwn(entry.name));
    const deeper = await Promise.all(below.map((name) => walk({ cwd, at: path(name) }, [part, ...rest])));
    return [...(await walk({ cwd, at }, rest.length === 0 ? ['*'] : rest)), ...deeper.flat()];
  }
  const names = /[*?[]/.test(part) ? await namesIn({ cwd, at }, matcher(part)) : [part];
  if (rest.length === 0) return names.map(path).filter((file) => isFile(join(absolute(cwd, file))));
  return (await Promise.all(names.map((name) => walk({ cwd, at: path(name) }, rest)))).flat();
}

/** Folders whose documents are somebody else's. */
function isOwn(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

function absolute(cwd: string, path: string): string {
  return path.startsWith('/') ? path : join(cwd, path);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The names in a folder; none where there is no such folder, or it may not be read. */
async function namesIn({ cwd, at }: Place, matches: (entry: Dirent) => boolean): Promise<readonly string[]> {
  try {
    const entries = await readdir(absolute(cwd, at === '' ? '.' : at), { withFileTypes: true });
    return entries.filter(matches).map(({ name }) => name);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(codeOf(error) ?? '')) return [];
    throw error;
  }
}

function matcher(part: string): (entry: Dirent) => boolean {
  const source = part.replaceAll(/\*+|\?|\[!?[^\]]+\]|[\\^$.|+(){}[\]]/g, (token) => {
    if (token.startsWith('*')) return '[^/]*';
    if (token === '?') return '[^/]';
    return token.length > 2 ? token.replace('[!', '[^').replaceAll('\\', '\\\\') : `\\${token}`;
  });
  const pattern = new RegExp(`^${source}$`, 'u');
  return ({ name }) => pattern.test(name) && (!name.startsWith('.') || part.startsWith('.'));
}

/** `a/{b,c}.md` is `a/b.md` and `a/c.md`; braces in braces are taken apart from the inside. */
function alternatives(pattern: string): readonly string[] {
  let all = [pattern];
  for (;;) {
    const next = all.flatMap((one) => {
      const [braces, inside = ''] = /\{([^{}]*,[^{}]*)\}/.exec(one) ?? [];
      return braces === undefined ? [one] : inside.split(',').map((word) => one.replace(braces, () => word));
    });
    if (next.length > mostAlternatives)
      throw new UsageError(`${pattern} stands for more than ${mostAlternatives} patterns.`);
    if (next.length === all.length && next.every((one, index) => one === all[index])) return next;
    all = next;
  }
}
