import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { type Found, folderOf } from '../found.ts';

/** A service of a compose file (compose-spec.io), as far as an overview speaks of it. */
export interface ComposeService {
  readonly name: Found<string>;
  readonly image?: Found<string>;
  /** The folder that its image is built from, relative to the repository. */
  readonly build?: Found<string>;
  /** Ports on the machine that are passed on to it. */
  readonly published: readonly Found<number>[];
  readonly dependsOn: readonly Found<string>[];
  /** Values of its environment, by name. */
  readonly environment: readonly (Found<string> & { readonly name: string })[];
  readonly replicas?: Found<number>;
}

/** Longer files are no compose files. */
const longest = 256 * 1024;

/** Reads the services of a compose file; none when it is no YAML map with `services`. Variables with a default count as their default. */
export function readCompose(file: string, text: string): readonly ComposeService[] {
  if (text.length > longest) return [];
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const services = document.getIn(['services'], true);
  if (document.errors.length > 0 || !isMap(services)) return [];
  const reading: Reading = { file, lineOf: (node) => lines.linePos(node?.range?.[0] ?? 0).line };
  return services.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || !isMap(value)) return [];
    return [serviceOf(found(key, scalarText(key), reading), value, reading)];
  });
}

interface Reading {
  readonly file: string;
  readonly lineOf: (node: Node | undefined) => number;
}

function found<T>(node: Node, value: T, { file, lineOf }: Reading): Found<T> {
  return { value, file, line: lineOf(node) };
}

function serviceOf(name: Found<string>, map: YAMLMap, reading: Reading): ComposeService {
  const image = textAt(map, ['image'], reading);
  const build = textAt(map, ['build'], reading) ?? textAt(map, ['build', 'context'], reading);
  const replicas = textAt(map, ['deploy', 'replicas'], reading);
  return {
    name,
    ...(image && { image }),
    ...(build && { build: { ...build, value: within(folderOf(reading.file), build.value) } }),
    published: itemsAt(map, 'ports', reading).flatMap(publishedPort),
    dependsOn: [...itemsAt(map, 'depends_on', reading), ...keysAt(map, 'depends_on', reading)],
    environment: environmentOf(map, reading),
    ...(replicas && /^\d+$/.test(replicas.value) && { replicas: { ...replicas, value: Number(replicas.value) } }),
  };
}

/** `8080:80`, `127.0.0.1:8080:80/tcp`; a port without `:` is given out by chance, and a range is no single port. */
function publishedPort(port: Found<string>): readonly Found<number>[] {
  const [, published] = /^(?:[\d.]+:|\[[^\]]*\]:)?(\d{1,5}):\d{1,5}(?:\/tcp)?$/.exec(port.value) ?? [];
  return published === undefined ? [] : [{ ...port, value: Number(published) }];
}

function environmentOf(map: YAMLMap, reading: Reading): ComposeService['environment'] {
  const inList = itemsAt(map, 'environment', reading).flatMap((item) => {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(item.value) ?? [];
    return name === undefined || value === undefined ? [] : [{ ...item, name, value }];
  });
  const node = map.get('environment', true);
  const inMap = isMap(node)
    ? node.items.flatMap(({ key, value }) =>
        isScalar(key) && isScalar(value)
          ? [{ ...found(value, scalarText(value), reading), name: scalarText(key) }]
          : [],
      )
    : [];
  return [...inList, ...inMap];
}

function textAt(map: YAMLMap, path: readonly string[], reading: Reading): Found<string> | undefined {
  const node = map.getIn([...path], true);
  return isScalar(node) && node.value !== null ? found(node, scalarText(node), reading) : undefined;
}

function scalarText({ value }: Scalar): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? defaulted(String(value))
    : '';
}

/** The scalars of a list; of ports in the long form, `published:target`. */
function itemsAt(map: YAMLMap, key: string, reading: Reading): readonly Found<string>[] {
  const node = map.get(key, true);
  if (!isSeq(node)) return [];
  return node.items.flatMap((item) => {
    if (isScalar(item)) return [found(item, scalarText(item), reading)];
    if (!isMap(item)) return [];
    const [published, target] = [textAt(item, ['published'], reading), textAt(item, ['target'], reading)];
    return published && target ? [{ ...published, value: `${published.value}:${target.value}` }] : [];
  });
}

function keysAt(map: YAMLMap, key: string, reading: Reading): readonly Found<string>[] {
  const node = map.get(key, true);
  return isMap(node)
    ? node.items.flatMap((item) => (isScalar(item.key) ? [found(item.key, scalarText(item.key), reading)] : []))
    : [];
}

/** `${PORT:-8080}` is 8080 unless somebody sets it; `${PORT}` is nothing that is known here, and stays. */
function defaulted(text: string): string {
  return text.replaceAll(/\$\{\w+:?-([^{}]*)\}/g, '$1');
}

/** A path as the compose file writes it, seen from the repository. */
function within(folder: string, path: string): string {
  const parts: string[] = folder === '.' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.length === 0 ? '.' : parts.join('/');
}
