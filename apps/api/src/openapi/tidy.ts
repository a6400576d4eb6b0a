import type { SwaggerTransformObject } from '@fastify/swagger';
import { z } from 'zod';

type Document = ReturnType<SwaggerTransformObject>;
type Schemas = Record<string, { readonly description?: string | undefined }>;

const place = '#/components/schemas/';

/**
 * Every named schema comes out twice, as `Name` for answers and as `NameInput` for requests. This keeps what is referred to,
 * once, as `Name`, in alphabetical order: in the form for requests where a request refers to it. Answers of which nothing is
 * said but their schema get the schema's description. Bounds and patterns that say nothing are left out.
 */
export function tidy(document: Document): Document {
  const { components, ...rest } = z.looseObject({ components: z.unknown() }).parse(document);
  const { schemas } = componentsSchema.parse(components);
  const kept: Schemas = {};
  for (const name of [...reachable(JSON.stringify(rest), schemas)].toSorted())
    kept[plainName(name)] = schemas[name] ?? {};
  const text = JSON.stringify({ ...rest, components: { schemas: kept } });
  return JSON.parse(text, (key, value: unknown) => {
    if (key === '$ref') return plainName(String(value));
    return saysNothing(key, value) ? undefined : described(withoutPattern(value), schemas);
  });
}

/** Every integer is a safe one. */
function saysNothing(key: string, value: unknown): boolean {
  return (
    (key === 'maximum' || key === 'minimum') && typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER
  );
}

/** What has a format needs no regular expression that says the same. */
function withoutPattern(value: unknown): unknown {
  const formatted = formattedString.safeParse(value);
  if (!formatted.success) return value;
  const { pattern: _, ...rest } = formatted.data;
  return rest;
}

const formattedString = z.looseObject({ type: z.literal('string'), format: z.string(), pattern: z.string() });

const componentsSchema = z.looseObject({
  schemas: z.record(z.string(), z.looseObject({ description: z.string().optional() })),
});

/** The names of all schemas that `text` refers to, directly or through others. */
function reachable(text: string, schemas: Schemas, names: Set<string> = new Set()): Set<string> {
  for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
    if (name === undefined || names.has(name)) continue;
    names.add(name);
    reachable(JSON.stringify(schemas[name]), schemas, names);
  }
  return names;
}

function plainName(name: string): string {
  return name.replace(/Input$/, '');
}

/** An answer of which nothing is said but its schema. */
const bareAnswer = z.strictObject({
  description: z.literal('Default Response'),
  content: z.strictObject({ 'application/json': z.object({ schema: z.object({ $ref: z.string() }) }) }),
});

function described(value: unknown, schemas: Schemas): unknown {
  const answer = bareAnswer.safeParse(value);
  if (!answer.success) return value;
  const { description, content } = answer.data;
  const schema = schemas[content['application/json'].schema.$ref.slice(place.length)];
  return { ...answer.data, description: schema?.description ?? description };
}
