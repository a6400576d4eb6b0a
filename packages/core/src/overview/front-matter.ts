import type { Hole, ReadProblem, Stated, Task, TaskPriority, TaskProfile, TaskStatus, UnknownKey } from '#model/index';
import { literalInline } from '#text/inline';
import type { MarkdownDocument } from '#text/tree';
import { parseYaml, type YamlEntry, type YamlNode } from '#text/yaml';
import { text as anyText, choice, type ValueNotation } from './notation.ts';
import { port } from './quantity.ts';
import type { Reading } from './reading.ts';

const status = choice<TaskStatus>({
  in_progress: /^in_progress$/,
  draft: /^draft$/,
  review: /^review$/,
  done: /^done$/,
});
const priority = choice<TaskPriority>({ critical: /^critical$/, high: /^high$/, normal: /^normal$/, low: /^low$/ });
/** A path may have blanks in it. */
const wholePath: ValueNotation<string> = { ...anyText, notation: 'path' };

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What the front matter holds, and every scalar in it, understood or not. */
export interface FrontMatter {
  readonly task: Task<Hole>;
  readonly scalars: readonly YamlNode[];
  readonly unknownKeys: readonly UnknownKey[];
  readonly problems: readonly ReadProblem[];
}

/** Reads the YAML at the head of the document: the document as a task. */
export function readFrontMatter({ text, frontMatter }: MarkdownDocument, reading: Reading): FrontMatter {
  if (frontMatter === undefined)
    return { task: { labels: [], includes: [] }, scalars: [], unknownKeys: [], problems: [] };
  const { from, to } = frontMatter.span;
  const { root, problems } = parseYaml(text.slice(from, to), from);
  const entries = root?.kind === 'map' ? root.entries : [];
  const unknownKeys: UnknownKey[] = [];
  const task = readTask(entries, { text, reading, unknownKeys });
  return { task, scalars: root === undefined ? [] : scalarsOf(root), unknownKeys, problems };
}

/** What is shared while one front matter is read. */
interface Source {
  readonly text: string;
  readonly reading: Reading;
  readonly unknownKeys: UnknownKey[];
}

type StateScalar = <T>(name: string, node: YamlNode, notation: ValueNotation<T>) => Stated<T | Hole> | undefined;

function readTask(entries: readonly YamlEntry[], source: Source): Task<Hole> {
  const task: Writable<Task<Hole>> = { labels: [], includes: [] };
  const state = scalarReader(source, ['front-matter']);
  const readers: Readonly<Record<string, (value: YamlNode) => unknown>> = {
    task_id: (value) => assign(task, 'taskId', state('task-id', value, anyText)),
    created_by: (value) => assign(task, 'createdBy', state('created-by', value, anyText)),
    created_at: (value) => assign(task, 'createdAt', state('created-at', value, anyText)),
    updated_at: (value) => assign(task, 'updatedAt', state('updated-at', value, anyText)),
    status: (value) => assign(task, 'status', state('status', value, status)),
    priority: (value) => assign(task, 'priority', state('priority', value, priority)),
    type: (value) => assign(task, 'type', state('type', value, anyText)),
    version: (value) => assign(task, 'version', state('version', value, anyText)),
    labels: (value) => assign(task, 'labels', stateList('labels', value, state)),
    includes: (value) => assign(task, 'includes', stateList('includes', value, state, wholePath)),
    project_profile: (value) => assign(task, 'profile', readProfileEntries(value, source)),
  };
  readEntries(entries, readers, source);
  return task;
}

function readProfileEntries(node: YamlNode, source: Source): TaskProfile<Hole> {
  const profile: Writable<TaskProfile<Hole>> = { frameworks: [] };
  const state = scalarReader(source, ['front-matter', 'project-profile']);
  const readers: Readonly<Record<string, (value: YamlNode) => unknown>> = {
    env: (value) => assign(profile, 'env', state('env', value, anyText)),
    http_port: (value) => assign(profile, 'httpPort', state('http-port', value, port)),
    frameworks: (value) => assign(profile, 'frameworks', stateList('frameworks', value, state)),
    db: (value) => assign(profile, 'db', state('db', value, anyText)),
    auth: (value) => assign(profile, 'auth', state('auth', value, anyText)),
    infra: (value) => assign(profile, 'infra', state('infra', value, anyText)),
  };
  readEntries(node.kind === 'map' ? node.entries : [], readers, source);
  return profile;
}

function readEntries(
  entries: readonly YamlEntry[],
  readers: Readonly<Record<string, (value: YamlNode) => unknown>>,
  { reading, unknownKeys }: Source,
): void {
  const taken = new Set(entries.map(({ key }) => key));
  for (const { key, keySpan, value } of entries) {
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader === undefined) {
      unknownKeys.push({ key, span: keySpan, free: Object.keys(readers).filter((known) => !taken.has(known)) });
      continue;
    }
    reading.understood.push(keySpan);
    reader(value);
  }
}

function assign<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) target[key] = value;
}

function scalarReader({ text, reading }: Source, place: readonly string[]): StateScalar {
  return (name, node, notation) =>
    node.kind === 'scalar'
      ? reading.state([...place, name], literalInline(text, node.span.from, node.span.to), notation)
      : undefined;
}

function stateList(
  name: string,
  node: YamlNode,
  state: StateScalar,
  notation: ValueNotation<string> = anyText,
): Stated<string | Hole>[] {
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item, index) => state(`${name}-${index + 1}`, item, notation) ?? []);
}

function scalarsOf(node: YamlNode): YamlNode[] {
  if (node.kind === 'scalar') return [node];
  return node.kind === 'list' ? node.items.flatMap(scalarsOf) : node.entries.flatMap(({ value }) => scalarsOf(value));
}
