import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';
import type { Span } from '#model/index';

/** Longest YAML that is read, in UTF-16 code units; front matter and profiles are far shorter. */
const longestYaml = 256 * 1024;
/** Deepest nesting that is read; the parser recurses once a level. */
const deepestYaml = 100;

/** Problems that are told of one text. */
const mostProblems = 20;

/** A YAML value with its place. `span` of a quoted scalar lies between the quotes. */
export type YamlNode =
  | YamlScalar
  | { readonly kind: 'list'; readonly items: readonly YamlNode[]; readonly span: Span }
  | { readonly kind: 'map'; readonly entries: readonly YamlEntry[]; readonly span: Span };

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: unknown;
  readonly span: Span;
}

export interface YamlEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: YamlNode;
}

export interface YamlText {
  readonly root?: YamlNode;
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
}

/** Parses one YAML document that starts at `base` of the whole text. Aliases are refused, so nothing can multiply. */
export function parseYaml(text: string, base = 0): YamlText {
  const whole = { from: base, to: base + text.length };
  if (text.length > longestYaml)
    return { problems: [{ message: `YAML over ${longestYaml} characters is not read`, span: whole }] };
  if (isNestedDeeper(text))
    return { problems: [{ message: `YAML nested over ${deepestYaml} levels is not read`, span: whole }] };
  const document = parseDocument(text, { keepSourceTokens: false, prettyErrors: false });
  // One slip can make the parser stumble at every later line.
  // What is missing at the end is missed behind the text.
  const problems = document.errors.slice(0, mostProblems).map(({ message, pos }) => {
    const from = Math.min(pos[0], text.length);
    const to = Math.min(Math.max(from, pos[1]), text.length);
    return { message: `${message} (YAML)`, span: { from: base + from, to: base + to } };
  });
  const context = { text, base, problems };
  return document.contents === null ? { problems } : { root: toNode(document.contents, context), problems };
}

/** An upper bound that needs no parser: brackets open at once, and the deepest indentation. */
function isNestedDeeper(text: string): boolean {
  let open = 0;
  for (const char of text) {
    if (char === '{' || char === '[') open += 1;
    else if (char === '}' || char === ']') open = Math.max(0, open - 1);
    if (open > deepestYaml) return true;
  }
  return text.split('\n').some((line) => levelsOf(line) > deepestYaml);
}

/** At most how deep a line nests: two columns of indentation, and each `-`, `?`, `:`, `&anchor` and `!tag` in it, are a level. */
function levelsOf(line: string): number {
  const indentation = line.length - line.trimStart().length;
  return indentation / 2 + (line.match(/[-?:](?=\s)|(?<=^|\s)[&!]/g)?.length ?? 0);
}

interface Conversion {
  readonly text: string;
  readonly base: number;
  readonly problems: { message: string; span: Span }[];
}

function spanOf(node: Node, { base }: Conversion): Span {
  const [from, to] = node.range ?? [0, 0];
  return { from: base + from, to: base + to };
}

function toNode(node: Node, context: Conversion): YamlNode {
  const span = spanOf(node, context);
  if (isScalar(node)) {
    const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    return {
      kind: 'scalar',
      value: node.value,
      span: isQuoted ? { from: span.from + 1, to: Math.max(span.from + 1, span.to - 1) } : span,
    };
  }
  if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => toNode(item as Node, context)), span };
  if (isMap(node)) return toMap(node.items as Pair<Node, Node | null>[], span, context);
  if (isAlias(node))
    context.problems.push({ message: `the alias *${node.source} is not read: write the value out`, span });
  return { kind: 'scalar', value: null, span };
}

/** `{{TOKEN}}` without quotes is a map in a map for YAML, and a token for us. */
function toMap(pairs: readonly Pair<Node, Node | null>[], span: Span, context: Conversion): YamlNode {
  const source = context.text.slice(span.from - context.base, span.to - context.base);
  if (/^\{\{[^{}]*\}\}$/.test(source)) return { kind: 'scalar', value: source, span };
  const entries = pairs.map(({ key, value }) => {
    const keySpan = spanOf(key, context);
    const empty: YamlNode = { kind: 'scalar', value: null, span: { from: keySpan.to, to: keySpan.to } };
    const name = isScalar(key)
      ? String(key.value)
      : context.text.slice(keySpan.from - context.base, keySpan.to - context.base);
    return { key: name, keySpan, value: value === null ? empty : toNode(value, context) };
  });
  return { kind: 'map', entries, span };
}
