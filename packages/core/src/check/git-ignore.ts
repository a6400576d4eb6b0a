import { anyDepth, matchesPath, readSegment, type Segment } from './glob.ts';
import type { ProjectFiles } from './rule.ts';

/** A line of a .gitignore: what it matches, seen from the folder of the file, and whether it takes back what others ignore. */
interface Pattern {
  readonly segments: readonly Segment[];
  readonly isNegated: boolean;
  readonly onlyFolders: boolean;
}

/** Files longer than this many lines are read so far. */
const mostLines = 2_000;
const longestPattern = 200;

/**
 * Whether git ignores a path of the project (https://git-scm.com/docs/gitignore): the last line that matches decides, and
 * below an ignored folder nothing is taken back. Undefined where nothing can be said: there is no .gitignore here and no
 * repository that begins here, so that one further up may decide.
 */
export function isGitIgnored(path: string, files: ProjectFiles): boolean | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const folders = parts.map((_, depth) => ({ depth, patterns: patternsIn(parts.slice(0, depth), files) }));
  if (folders.every(({ patterns }) => patterns === undefined) && !files.has('.git')) return undefined;
  for (let length = 1; length <= parts.length; length += 1) {
    const isFolder = length < parts.length || path.endsWith('/');
    const deciding = folders
      .slice(0, length)
      .flatMap(({ depth, patterns = [] }) => {
        const seen = parts.slice(depth, length);
        return patterns.filter(
          ({ segments, onlyFolders }) => (isFolder || !onlyFolders) && matchesPath(segments, seen),
        );
      })
      .at(-1);
    if (deciding?.isNegated === false) return true;
  }
  return false;
}

function patternsIn(folder: readonly string[], files: ProjectFiles): readonly Pattern[] | undefined {
  const own = files.text([...folder, '.gitignore'].join('/'));
  const shared = folder.length === 0 ? files.text('.git/info/exclude') : undefined;
  if (own === undefined && shared === undefined) return undefined;
  return [shared, own].flatMap((text) => (text ?? '').split(/\r?\n/).slice(0, mostLines)).flatMap(readPattern);
}

function readPattern(line: string): Pattern[] {
  const said = line.replace(/(?<!\\)\s+$/, '');
  if (said === '' || said.startsWith('#') || said.length > longestPattern) return [];
  const isNegated = said.startsWith('!');
  const body = (isNegated ? said.slice(1) : said).replace(/^\\(?=[#!])/, '');
  const onlyFolders = body.endsWith('/');
  const glob = body.replace(/\/+$/, '');
  if (glob === '') return [];
  const segments: readonly Segment[] = glob.replace(/^\/+/, '').split('/').map(readSegment);
  // Without a slash it matches at any depth; a last `**` is all that is inside.
  const start: readonly Segment[] = glob.includes('/') ? [] : [anyDepth];
  const end: readonly Segment[] = segments.at(-1) === anyDepth ? [readSegment('*')] : [];
  const all: readonly Segment[] = [...start, ...segments, ...end];
  return [{ segments: all, isNegated, onlyFolders }];
}
