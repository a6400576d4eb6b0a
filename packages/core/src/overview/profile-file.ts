import type { ProfileProblem, Stated } from '#model/index';
import { literalInline } from '#text/inline';
import { nearest } from '#text/nearest';
import type { YamlEntry, YamlNode, YamlScalar } from '#text/yaml';
import { text as anyText, type ValueNotation } from './notation.ts';
import type { Reading } from './reading.ts';

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** One YAML file while it is read. */
export interface ProfileFile {
  readonly file: string;
  readonly text: string;
  /** First part of its statements' ids. */
  readonly prefix: string;
  readonly reading: Reading;
  readonly problems: ProfileProblem[];
}

/** What is done with the value of each known key. */
export type Readers = Readonly<Record<string, (value: YamlNode) => void>>;

/** `- a` and `- b`, or one value alone. */
export function items(source: ProfileFile, key: string, value: YamlNode): readonly Stated<string>[] {
  const nodes = value.kind === 'list' ? value.items : [value];
  return nodes.flatMap((node, index) => scalar(source, [key, String(index + 1)], node, anyText) ?? []);
}

export interface EntryContext {
  readonly source: ProfileFile;
  readonly keys: readonly string[];
  readonly place: string;
}

export function readEntries(
  entries: readonly YamlEntry[],
  readers: Readers,
  { source, keys, place }: EntryContext,
): void {
  for (const { key, keySpan, value } of entries) {
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader !== undefined) {
      reader(value);
      continue;
    }
    const meant = nearest(key, keys);
    const help = meant === undefined ? `known keys: ${keys.join(', ')}` : `did you mean \`${meant}\`?`;
    source.problems.push({
      file: source.file,
      message: `${place} has an unknown key \`${key}\``,
      span: keySpan,
      help,
      ...(meant !== undefined && { meant }),
    });
  }
}

export function entriesOf(source: ProfileFile, value: YamlNode, key: string): readonly YamlEntry[] {
  if (value.kind === 'map') return value.entries;
  if (value.kind !== 'scalar' || value.value !== null)
    report(source, value, `${key} is not a map`, 'write one `name: value` a line below it');
  return [];
}

export function strings(source: ProfileFile, value: YamlNode, key: string): Record<string, string> {
  return Object.fromEntries(
    entriesOf(source, value, key).flatMap((entry) => {
      if (entry.value.kind === 'scalar') return [[entry.key, scalarText(source, entry.value)] as const];
      report(source, entry.value, `${key}.${entry.key} is not a single value`, 'write one value on the line');
      return [];
    }),
  );
}

/** A scalar that is empty or a token that nobody filled in states nothing. */
export function scalar<T>(
  source: ProfileFile,
  place: readonly string[],
  node: YamlNode,
  notation: ValueNotation<T>,
): Stated<T> | undefined {
  if (node.kind !== 'scalar') {
    report(source, node, `${place.join('.')} is not a single value`, 'write one value on the line');
    return undefined;
  }
  const said = scalarText(source, node);
  if (/^\{\{.*\}\}$/.test(said)) return undefined;
  const at = [source.prefix, ...place];
  const run = literalInline(source.text, node.span.from, node.span.to);
  if (run.plain === said) return source.reading.stateKnown(at, run, notation);
  // Escapes and folded lines: no offset of what is said is one of the text, so the value stands for all of the scalar.
  const found = notation.read(said);
  return found && source.reading.imply(at, node.span, found.value, notation);
}

/** What a scalar says: escapes and folded lines as YAML reads them, numbers and the like as they are written. */
function scalarText({ text }: ProfileFile, { value, span }: YamlScalar): string {
  return typeof value === 'string' ? value : text.slice(span.from, span.to);
}

export function set<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) target[key] = value;
}

export function report({ problems, file }: ProfileFile, { span }: YamlNode, message: string, help: string): void {
  problems.push({ file, message, span, help });
}
