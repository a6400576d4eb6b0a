import { oneLine } from './escape.ts';

/** A value as YAML 1.2 has it: lists and maps as blocks, texts in double quotes. A `Lines` is a text of several lines. */
export type Yaml = string | number | boolean | Lines | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };

/** A text that is written as it stands, line by line. */
export interface Lines {
  readonly lines: readonly string[];
}

/** A YAML document: each entry of a map on a line of its own, ending in a newline. What is undefined is left out. */
export function yaml(value: Yaml): string {
  return `${block(value, '').join('\n')}\n`;
}

/** Plain text as a YAML text: in double quotes, as JSON has it, or in single ones where it has double ones itself. */
function yamlText(text: string): string {
  const line = oneLine(text).replace(/[\p{Cs}\uFEFF\uFFFE\uFFFF]/gu, '\uFFFD');
  return line.includes('"') && !line.includes("'") ? `'${line}'` : JSON.stringify(line);
}

function block(value: Yaml, indent: string): readonly string[] {
  if (isList(value)) {
    return value.flatMap((item) => {
      const [first = '', ...others] = block(item, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...others];
    });
  }
  if (!isMap(value)) return [indent + scalar(value)];
  return Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : entry(key, part, indent)));
}

function entry(key: string, value: Yaml, indent: string): readonly string[] {
  const name = /^[A-Za-z_][\w.\-/]*$/.test(key) ? key : yamlText(key);
  if (isLines(value)) return [`${indent}${name}: |-`, ...value.lines.map((line) => `${indent}  ${line}`)];
  if (isList(value))
    return value.length === 0 ? [`${indent}${name}: []`] : [`${indent}${name}:`, ...block(value, `${indent}  `)];
  if (!isMap(value)) return [`${indent}${name}: ${scalar(value)}`];
  const lines = block(value, `${indent}  `);
  return lines.length === 0 ? [`${indent}${name}: {}`] : [`${indent}${name}:`, ...lines];
}

function scalar(value: string | number | boolean | Lines): string {
  if (typeof value === 'string') return yamlText(value);
  return typeof value === 'object' ? yamlText(value.lines.join(' ')) : String(value);
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}

function isLines(value: Yaml): value is Lines {
  return typeof value === 'object' && 'lines' in value && Array.isArray(value['lines']);
}

function isMap(value: Yaml): value is { readonly [key: string]: Yaml | undefined } {
  return typeof value === 'object' && !isList(value) && !isLines(value);
}
