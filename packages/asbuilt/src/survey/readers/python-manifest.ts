import { folderOf, linesOf } from '../found.ts';
import type { Dependency, Manifest } from '../manifest.ts';

/** A requirement by PEP 508, as far as its name and version: `uvicorn[standard]>=0.30`. */
const requirement = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*((?:[=<>!~]=?=?\s*[\w.*+!-]+\s*,?\s*)*)(?:;.*)?$/;

/** Reads a requirements.txt; files for development are told by their names. */
export function readRequirements(file: string, text: string): Manifest {
  const isRuntime = !/dev|test|lint|docs/.test(file.slice(file.lastIndexOf('/') + 1));
  const dependencies = linesOf(text).flatMap(({ text: said, line }) => {
    const found = toDependency(said.replace(/\s#.*$|^#.*$/, ''), { file, line, isRuntime });
    return found === undefined ? [] : [found];
  });
  return { ecosystem: 'python', file, folder: folderOf(file), dependencies };
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly isRuntime: boolean;
}

function toDependency(said: string, place: Place): Dependency | undefined {
  const [, name, range = ''] = requirement.exec(said) ?? [];
  // Names are compared as PEP 503 normalises them.
  if (name === undefined) return undefined;
  return { name: name.toLowerCase().replaceAll(/[-_.]+/g, '-'), range: range.replaceAll(/\s/g, ''), ...place };
}

/** A line of a TOML file with the table that it stands in. */
interface TomlLine {
  readonly table: string;
  readonly text: string;
  readonly line: number;
}

/** Reads a pyproject.toml: `[project]` (PEP 621) and Poetry's own tables, one dependency a line or an item. */
export function readPyproject(file: string, text: string): Manifest {
  const lines = tomlLines(text);
  const poetry = lines.filter(({ table }) => table === 'tool.poetry.dependencies');
  return {
    ecosystem: 'python',
    file,
    folder: folderOf(file),
    ...statedIn(lines, file),
    dependencies: [
      ...listed(lines).flatMap(({ text: said, line }) => itemsOf(said, { file, line, isRuntime: true })),
      ...poetry.flatMap(({ text: said, line }) => poetryEntry(said, { file, line, isRuntime: true })),
    ],
  };
}

function tomlLines(text: string): readonly TomlLine[] {
  let table = '';
  return linesOf(text).map(({ text: said, line }) => {
    table = /^\s*\[([^[\]"',]+)\]\s*(?:#.*)?$/.exec(said)?.[1]?.trim() ?? table;
    return { table, text: said, line };
  });
}

/** The lines of the list `dependencies` of `[project]`, from its bracket to the closing one. */
function listed(lines: readonly TomlLine[]): readonly TomlLine[] {
  const start = lines.findIndex(({ table, text }) => table === 'project' && /^\s*dependencies\s*=\s*\[/.test(text));
  if (start < 0) return [];
  const end = lines.findIndex(({ text }, index) => index >= start && /\]\s*(?:#.*)?$/.test(text));
  return lines.slice(start, end < 0 ? undefined : end + 1);
}

function statedIn(lines: readonly TomlLine[], file: string): Pick<Manifest, 'name' | 'description'> {
  const own = lines.filter(({ table }) => table === 'project' || table === 'tool.poetry');
  const stated = own.flatMap(({ text, line }) => {
    const [, key, value] = /^\s*(name|description)\s*=\s*"([^"]+)"/.exec(text) ?? [];
    return key === undefined || value === undefined ? [] : [[key, { value, file, line }] as const];
  });
  return Object.fromEntries(stated);
}

/** `"fastapi>=0.110", 'uvicorn[standard]'` */
function itemsOf(said: string, place: Place): readonly Dependency[] {
  return [...said.matchAll(/"([^"]*)"|'([^']*)'/g)].flatMap(
    ([, double, single]) => toDependency(double ?? single ?? '', place) ?? [],
  );
}

/** `fastapi = "^0.110"`, `uvicorn = { version = "^0.30", extras = ["standard"] }` */
function poetryEntry(said: string, place: Place): readonly Dependency[] {
  const [, name, rest = ''] = /^\s*([A-Za-z0-9][\w.-]*)\s*=\s*(.*)$/.exec(said) ?? [];
  if (name === undefined || name === 'python') return [];
  const range = /^["']([^"']*)["']/.exec(rest)?.[1] ?? /\bversion\s*=\s*["']([^"']*)["']/.exec(rest)?.[1] ?? '';
  return [{ name: name.toLowerCase().replaceAll(/[-_.]+/g, '-'), range: range === '*' ? '' : range, ...place }];
}
