import type { Span } from '#model/index';
import type { Subject } from './rule.ts';

/** Where a path or link target leads. */
export type Target =
  /** A file or folder of the project, relative to the overview's folder, without `./` and a slash at the end; '' is the folder itself. */
  | { readonly kind: 'path'; readonly path: string }
  /** A place in the document itself: the part behind `#`, decoded. */
  | { readonly kind: 'heading'; readonly heading: string }
  /** An address elsewhere (https:, mailto:, //host). */
  | { readonly kind: 'elsewhere' }
  /** A path that leads out of the overview's folder: nobody here can see whether it exists. */
  | { readonly kind: 'outside' };

/** Reads a link target (RFC 3986 reference; `/x` counts from the overview's folder, as in a repository). */
export function linkTarget(target: string): Target {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return { kind: 'elsewhere' };
  const [address = '', heading] = target.split('#', 2);
  const [path = ''] = address.split('?', 1);
  if (path === '' && heading !== undefined) return { kind: 'heading', heading: decoded(heading) };
  return projectPath(decoded(path));
}

/** Reads a path that is written as text, not as a link: nothing in it is decoded. */
export function projectPath(path: string): Target {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return { kind: 'outside' };
  }
  return { kind: 'path', path: parts.join('/') };
}

/** Whether a path that is written at a place leads to a file: from the overview's folder, or from that of the file it stands in. */
export function leadsToFile(path: string, at: Span, { files, folderOf }: Pick<Subject, 'files' | 'folderOf'>): boolean {
  const folder = folderOf?.(at) ?? '';
  return files !== undefined && (files.has(path) || (folder !== '' && files.has(`${folder}/${path}`)));
}

/** Percent escapes decoded; a target whose escapes are broken stays as it is written. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
