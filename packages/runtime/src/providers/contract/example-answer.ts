import { isObject, type Json } from './contract-file.ts';

/** What a contract has for a call. */
export type ExampleAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: unknown;
      readonly contentType?: string;
    }
  | { readonly kind: 'no-path' }
  | { readonly kind: 'no-method'; readonly allowed: readonly string[] }
  /** @property what is missing: `GET /berths, 200` */
  | { readonly kind: 'no-example'; readonly of: string };

/** What the caller wishes (RFC 7240): `Prefer: code=404, example=empty`. */
export interface Wish {
  readonly code?: string;
  readonly example?: string;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly wish: Wish;
}

/** Finds the example that a contract gives for a call: of the response wished for, else of the first success that it names. */
export function exampleAnswer(document: Json, { method, path, wish }: Asked): ExampleAnswer {
  const found = pathOf(document, path);
  if (found === undefined) return { kind: 'no-path' };
  const [template, item] = found;
  const name = method === 'HEAD' ? 'get' : method.toLowerCase();
  const operation = resolved(document, item[name]);
  if (operation === undefined) return { kind: 'no-method', allowed: methodsOf(item) };
  const response = responseOf(document, operation, wish);
  const of = `${name.toUpperCase()} ${template}`;
  if (response === undefined) return { kind: 'no-example', of: wish.code === undefined ? of : `${of}, ${wish.code}` };
  const [status, said] = response;
  const headers = headersOf(document, said);
  const content = said['content'];
  if (!isObject(content) || Object.keys(content).length === 0) return { kind: 'answer', status, headers };
  const body = bodyOf(document, content, wish);
  if (body === undefined) return { kind: 'no-example', of: `${of}, ${status}` };
  return { kind: 'answer', status, headers, ...body };
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'patch', 'trace'];

function methodsOf(item: Json): readonly string[] {
  const named = methods.filter((method) => item[method] !== undefined).map((method) => method.toUpperCase());
  return named.includes('GET') ? [...named, 'HEAD'] : named;
}

/** The path that fits, those without variables first, as OpenAPI has it. */
function pathOf(document: Json, path: string): readonly [string, Json] | undefined {
  const paths = isObject(document['paths']) ? document['paths'] : {};
  const own = withoutBase(document, path);
  const templates = Object.keys(paths).toSorted((one, other) => variables(one) - variables(other));
  for (const template of templates) {
    const item = resolved(document, paths[template]);
    if (item !== undefined && fits(template, own)) return [template, item];
  }
  return undefined;
}

function variables(template: string): number {
  return template.split('{').length;
}

function fits(template: string, path: string): boolean {
  const parts = template.split('/');
  const said = path.split('/');
  return (
    parts.length === said.length &&
    parts.every((part, index) => (/^\{.*\}$/.test(part) ? said[index] !== '' : part === said[index]))
  );
}

/** Servers may have a path of their own: `servers: [{ url: /v1 }]`. */
function withoutBase(document: Json, path: string): string {
  const servers: readonly unknown[] = Array.isArray(document['servers']) ? document['servers'] : [];
  for (const server of servers) {
    const url = isObject(server) ? server['url'] : undefined;
    if (typeof url !== 'string' || !URL.canParse(url, 'http://localhost')) continue;
    const base = new URL(url, 'http://localhost').pathname.replace(/\/$/, '');
    if (base !== '' && path.startsWith(`${base}/`)) return path.slice(base.length);
  }
  return path;
}

function responseOf(document: Json, operation: Json, { code }: Wish): readonly [number, Json] | undefined {
  const responses = isObject(operation['responses']) ? operation['responses'] : {};
  const codes = Object.keys(responses).toSorted();
  const name =
    code ?? codes.find((each) => /^2\d\d$/.test(each)) ?? codes.find((each) => /^(?:2XX|default)$/.test(each));
  const response = name === undefined ? undefined : resolved(document, responses[name] ?? responses['default']);
  if (name === undefined || response === undefined) return undefined;
  return [/^\d{3}$/.test(name) ? Number(name) : 200, response];
}

function headersOf(document: Json, response: Json): Readonly<Record<string, string>> {
  const headers = isObject(response['headers']) ? response['headers'] : {};
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, said]) => {
      const header = resolved(document, said);
      const value = header && exampleOf(document, header, undefined);
      return value === undefined || /^content-(?:type|length)$/i.test(name)
        ? []
        : [[name.toLowerCase(), String(value.example)]];
    }),
  );
}

function bodyOf(
  document: Json,
  content: Json,
  { example }: Wish,
): { readonly body: unknown; readonly contentType: string } | undefined {
  const types = Object.keys(content).toSorted((one, other) => Number(isJson(other)) - Number(isJson(one)));
  for (const contentType of types) {
    const media = resolved(document, content[contentType]);
    const found = media && exampleOf(document, media, example);
    if (found !== undefined) return { body: found.example, contentType };
  }
  return undefined;
}

export function isJson(contentType: string): boolean {
  return /[/+]json\b/.test(contentType);
}

/** The example of a medium, a header or a schema. Wrapped, since null is one. */
function exampleOf(document: Json, said: Json, wished: string | undefined): { readonly example: unknown } | undefined {
  const named = isObject(said['examples']) ? said['examples'] : {};
  const chosen = resolved(document, wished === undefined ? Object.values(named)[0] : named[wished]);
  if (wished !== undefined) return chosen && { example: chosen['value'] };
  if ('example' in said) return { example: said['example'] };
  if (chosen !== undefined && 'value' in chosen) return { example: chosen['value'] };
  const schema = resolved(document, said['schema']);
  return schema && exampleOfSchema(document, schema, deepest);
}

const deepest = 20;

/** What a schema gives as its example, itself or put together from those of its parts. */
function exampleOfSchema(document: Json, schema: Json, depth: number): { readonly example: unknown } | undefined {
  if (depth === 0) return undefined;
  if ('example' in schema) return { example: schema['example'] };
  if (Array.isArray(schema['examples']) && schema['examples'].length > 0) return { example: schema['examples'][0] };
  if ('const' in schema) return { example: schema['const'] };
  if ('default' in schema) return { example: schema['default'] };
  const items = resolved(document, schema['items']);
  if (items !== undefined) {
    const item = exampleOfSchema(document, items, depth - 1);
    return item && { example: [item.example] };
  }
  return isObject(schema['properties'])
    ? exampleOfProperties(document, schema, schema['properties'], depth)
    : undefined;
}

/** Of an object with an example for each property that it requires. */
function exampleOfProperties(
  document: Json,
  schema: Json,
  properties: Json,
  depth: number,
): { readonly example: unknown } | undefined {
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const entries = Object.entries(properties).flatMap(([name, said]) => {
    const property = resolved(document, said);
    const found = property && exampleOfSchema(document, property, depth - 1);
    return found === undefined ? [] : [[name, found.example] as const];
  });
  const named = new Set(entries.map(([name]) => name));
  const isWhole = required.every((name) => typeof name === 'string' && named.has(name));
  return isWhole && entries.length > 0 ? { example: Object.fromEntries(entries) } : undefined;
}

/** An object, found where its `$ref` points in the same document. */
function resolved(document: Json, value: unknown): Json | undefined {
  let found = value;
  for (let steps = 0; steps < deepest && isObject(found) && typeof found['$ref'] === 'string'; steps += 1)
    found = pointed(document, found['$ref']);
  return isObject(found) ? found : undefined;
}

function pointed(document: Json, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  let value: unknown = document;
  for (const part of reference.slice(2).split('/')) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}
