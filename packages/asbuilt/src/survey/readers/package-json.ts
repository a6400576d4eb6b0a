import { lineIndex } from '@asbuilt/core/text';
import { type Found, folderOf } from '../found.ts';
import type { Dependency, Manifest } from '../manifest.ts';

type Json = Readonly<Record<string, unknown>>;

/** Where dependencies stand, and whether they are there at run time. Peers are somebody else's. */
const groups: readonly (readonly [key: string, isRuntime: boolean])[] = [
  ['dependencies', true],
  ['optionalDependencies', true],
  ['devDependencies', false],
];

const startScripts = ['start', 'dev', 'serve'] as const;

/** Reads a package.json; undefined when it is no JSON object. */
export function readPackageJson(file: string, text: string): Manifest | undefined {
  const root = parseObject(text);
  if (root === undefined) return undefined;
  const lineOf = lineFinder(text);
  const stated = (key: 'name' | 'description'): Found<string> | undefined => {
    const value = root[key];
    return typeof value === 'string' && value !== '' ? { value, file, line: lineOf([key]) } : undefined;
  };
  const [name, description, start] = [stated('name'), stated('description'), startOf(root, file, lineOf)];
  return {
    ecosystem: 'npm',
    file,
    folder: folderOf(file),
    ...(name && { name }),
    ...(description && { description }),
    ...(start && { start }),
    dependencies: groups.flatMap(([key, isRuntime]) => dependenciesIn(root, { key, isRuntime, file, lineOf })),
  };
}

interface Group {
  readonly key: string;
  readonly isRuntime: boolean;
  readonly file: string;
  readonly lineOf: LineFinder;
}

function dependenciesIn(root: Json, { key, isRuntime, file, lineOf }: Group): readonly Dependency[] {
  return Object.entries(asObject(root[key]) ?? {}).flatMap(([name, range]) =>
    typeof range === 'string' ? [{ name, range, isRuntime, file, line: lineOf([key, name]) }] : [],
  );
}

function startOf(root: Json, file: string, lineOf: LineFinder): Found<string> | undefined {
  const scripts = asObject(root['scripts']) ?? {};
  const name = startScripts.find((script) => typeof scripts[script] === 'string');
  return name === undefined ? undefined : { value: String(scripts[name]), file, line: lineOf(['scripts', name]) };
}

type LineFinder = (keys: readonly string[]) => number;

/** Finds the line of a key by the keys that it stands under, in the order of the text. JSON.parse keeps no places. */
function lineFinder(text: string): LineFinder {
  const lines = lineIndex(text);
  return (keys) => {
    let at = 0;
    for (const key of keys) {
      const next = text.slice(at).search(new RegExp(`${escapePattern(JSON.stringify(key))}\\s*:`));
      if (next >= 0) at += next;
    }
    return lines.position(at).line;
  };
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function parseObject(text: string): Json | undefined {
  try {
    return asObject(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    // A file with this name that is no JSON (a template, a half-written one) says nothing that could be taken over.
    return undefined;
  }
}

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
